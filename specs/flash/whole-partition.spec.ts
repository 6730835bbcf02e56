import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadOf, piecesOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { erasedBytes } from '../../harness/flash/nor-contents.ts';

const PLACE = 'client_cert';
const SECTOR_BYTES = 4_096;
const WHOLE = payloadOf(2 * SECTOR_BYTES);
/** Odd ones, those around the page of a chip, and one across the border of two sectors; what is left is a piece, too. */
const PIECES = piecesOf(WHOLE, [1, 2, 3, 255, 256, 257, 1_023, 2_047, 1_501]);
const FIRST_HALF = WHOLE.subarray(0, SECTOR_BYTES);
const SECOND_HALF = WHOLE.subarray(SECTOR_BYTES);

describe('A partition', () => {
  const bench = useBench({ area: 'flash', board: ['sysflash'], bench: ['power'] });
  let neighbours: Readonly<Record<string, string>>;

  beforeEach('fill it', async () => {
    neighbours = await bench.trials.neighboursOf(PLACE);
    await bench.board.raw.flash.erase(PLACE);
    await bench.board.raw.flash.write(PLACE, WHOLE);
  });

  afterEach('look at the others', async () => {
    expect(await bench.trials.neighboursOf(PLACE)).to.deep.equal(neighbours);
  });

  it('holds what was written, to the last byte, also behind a power cut', async () => {
    const before = await bench.board.raw.flash.read(PLACE, WHOLE.length);
    await bench.board.powerCycle();
    const behind = await bench.board.raw.flash.read(PLACE, WHOLE.length);

    expect([before, behind].map(sha256)).to.deep.equal([WHOLE, WHOLE].map(sha256));
  });

  it('is read in parts as it is as a whole', async () => {
    const parts = [
      await bench.board.raw.flash.read(PLACE, SECTOR_BYTES),
      await bench.board.raw.flash.read(PLACE, SECTOR_BYTES, SECTOR_BYTES),
    ];

    expect(parts.map(sha256)).to.deep.equal([FIRST_HALF, SECOND_HALF].map(sha256));
  });

  it('is written and read in pieces of any length, wherever they begin', async () => {
    const { raw } = bench.board;
    await raw.flash.erase(PLACE);

    for (const { at, bytes } of PIECES) await raw.flash.write(PLACE, bytes, at);
    const whole = await raw.flash.read(PLACE, WHOLE.length);
    const read: Uint8Array[] = [];
    for (const { at, bytes } of PIECES) read.push(await raw.flash.read(PLACE, bytes.length, at));

    expect(sha256(whole)).to.equal(sha256(WHOLE));
    expect(read.map(sha256)).to.deep.equal(PIECES.map(({ bytes }) => sha256(bytes)));
  });

  it('keeps what stands behind a write of an odd length', async () => {
    await bench.board.raw.flash.erase(PLACE);

    await bench.board.raw.flash.write(PLACE, WHOLE.subarray(0, 1_231));

    const behind = await bench.board.raw.flash.read(PLACE, 100, 1_231);
    expect(sha256(behind)).to.equal(sha256(erasedBytes(100)));
  });

  it('is empty when it was erased', async () => {
    await bench.board.raw.flash.erase(PLACE);

    const read = await bench.board.raw.flash.read(PLACE, WHOLE.length);

    expect(sha256(read)).to.equal(sha256(erasedBytes(WHOLE.length)));
  });

  it('keeps one sector when the other is erased and written anew', async () => {
    const fresh = payloadOf(1_000);
    await bench.board.raw.flash.erase(PLACE, { offset: SECTOR_BYTES, length: SECTOR_BYTES });
    await bench.board.raw.flash.write(PLACE, fresh, SECTOR_BYTES);

    const first = await bench.board.raw.flash.read(PLACE, SECTOR_BYTES);
    const second = await bench.board.raw.flash.read(PLACE, SECTOR_BYTES, SECTOR_BYTES);

    expect(sha256(first)).to.equal(sha256(FIRST_HALF));
    expect(sha256(second)).to.equal(
      sha256(Buffer.concat([fresh, erasedBytes(SECTOR_BYTES - fresh.length)])),
    );
  });
});
