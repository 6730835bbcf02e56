import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import type { FlashRoom } from '../../harness/bench/lab/flash-room.ts';
import { payloadOf, piecesOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { erasedBytes } from '../../harness/flash/nor-contents.ts';

const SECTOR_BYTES = 4_096;
const WHOLE = payloadOf(2 * SECTOR_BYTES);
/** Odd ones, those around the page of a chip, and one across the border of two sectors; what is left is a piece, too. */
const PIECES = piecesOf(WHOLE, [1, 2, 3, 255, 256, 257, 1_023, 2_047, 1_501]);
/** Two writes that end where a sector does, or a byte beside it, or take all but a byte. */
const SPLITS = [1, 4_095, 4_096, 4_097, 8_191].map((length) => piecesOf(WHOLE, [length]));
const FIRST_HALF = WHOLE.subarray(0, SECTOR_BYTES);
const SECOND_HALF = WHOLE.subarray(SECTOR_BYTES);

describe('A partition', () => {
  const bench = useBench({ area: 'flash', bench: ['power', 'room in flash'] });
  let room: FlashRoom;
  let neighbours: Readonly<Record<string, string>>;

  before('keep what is there', async () => {
    room = bench.trials.flashRoom();
    await room.keep();
  });

  // Also done where the suite is skipped, and there is no room.
  after('put it back', () => room?.putBack());

  beforeEach('fill it', async () => {
    neighbours = await bench.trials.neighboursOf(room.partition);
    await room.erase();
    await room.write(WHOLE);
  });

  afterEach('look at the others', async () => {
    expect(await bench.trials.neighboursOf(room.partition)).to.deep.equal(neighbours);
  });

  it('holds what was written, to the last byte, also behind a power cut', async () => {
    const before = await room.read();
    await bench.board.powerCycle();
    const behind = await room.read();

    expect([before, behind].map(sha256)).to.deep.equal([WHOLE, WHOLE].map(sha256));
  });

  it('is read in parts as it is as a whole', async () => {
    const parts = [await room.read(SECTOR_BYTES), await room.read(SECTOR_BYTES, SECTOR_BYTES)];

    expect(parts.map(sha256)).to.deep.equal([FIRST_HALF, SECOND_HALF].map(sha256));
  });

  it('is written and read in pieces of any length, wherever they begin', async () => {
    await room.erase();

    for (const { at, bytes } of PIECES) await room.write(bytes, at);
    const whole = await room.read();
    const read: Uint8Array[] = [];
    for (const { at, bytes } of PIECES) read.push(await room.read(bytes.length, at));

    expect(sha256(whole)).to.equal(sha256(WHOLE));
    expect(read.map(sha256)).to.deep.equal(PIECES.map(({ bytes }) => sha256(bytes)));
  });

  it('is written in two pieces, whatever their lengths', async () => {
    for (const pieces of SPLITS) {
      await room.erase();
      for (const { at, bytes } of pieces) await room.write(bytes, at);

      expect(sha256(await room.read())).to.equal(sha256(WHOLE));
    }
  });

  it('is programmed over where it is told, and stays as it was around it', async () => {
    const zeros = Buffer.alloc(3);

    await room.write(zeros, 1_001);

    const expected = Buffer.concat([WHOLE.subarray(0, 1_001), zeros, WHOLE.subarray(1_004)]);
    const read = await room.read();
    expect(sha256(read)).to.equal(sha256(expected));
  });

  it('stays as it was when nothing is written, erased and read', async () => {
    await room.write(Buffer.alloc(0), 100);
    await room.erase({ offset: SECTOR_BYTES, length: 0 });

    expect(await room.read(0, 100)).to.have.lengthOf(0);
    expect(sha256(await room.read())).to.equal(sha256(WHOLE));
  });

  it('stays as it was when an erase is refused', async () => {
    const refusals = [
      await failure(room.erase({ offset: 100, length: SECTOR_BYTES })),
      await failure(room.erase({ offset: SECTOR_BYTES, length: 100 })),
      await failure(room.erase({ offset: SECTOR_BYTES - 1, length: 1 })),
      await failure(room.erase({ offset: SECTOR_BYTES, length: 2 * SECTOR_BYTES })),
      await failure(bench.board.raw.flash.erase(room.partition.slice(0, -1))),
      await failure(bench.board.raw.flash.erase(room.partition.toUpperCase())),
    ];

    expect(refusals.map(({ code }) => code)).to.deep.equal(Array(6).fill('AT_REFUSED'));
    expect(sha256(await room.read())).to.equal(sha256(WHOLE));
  });

  it('takes the next write behind one that it has refused', async () => {
    await room.erase({ offset: 0, length: SECTOR_BYTES });

    const refused = await failure(room.write(payloadOf(300), WHOLE.length - 299));
    await room.write(FIRST_HALF.subarray(200), 200);
    await room.write(FIRST_HALF.subarray(0, 200));

    expect(refused.code).to.equal('AT_REFUSED');
    expect(sha256(await room.read())).to.equal(sha256(WHOLE));
  });

  it('keeps what stands behind a write of an odd length', async () => {
    await room.erase();

    await room.write(WHOLE.subarray(0, 1_231));

    const behind = await room.read(100, 1_231);
    expect(sha256(behind)).to.equal(sha256(erasedBytes(100)));
  });

  it('is empty when it was erased, and not before', async () => {
    const before = await room.read();
    await room.erase();

    const read = await room.read();

    expect(sha256(before)).to.equal(sha256(WHOLE));
    expect(sha256(read)).to.equal(sha256(erasedBytes(WHOLE.length)));
  });

  it('keeps one sector when the other is erased and written anew', async () => {
    const fresh = payloadOf(1_000);
    await room.erase({ offset: SECTOR_BYTES, length: SECTOR_BYTES });
    await room.write(fresh, SECTOR_BYTES);

    const first = await room.read(SECTOR_BYTES);
    const second = await room.read(SECTOR_BYTES, SECTOR_BYTES);

    expect(sha256(first)).to.equal(sha256(FIRST_HALF));
    expect(sha256(second)).to.equal(
      sha256(Buffer.concat([fresh, erasedBytes(SECTOR_BYTES - fresh.length)])),
    );
  });
});

describe('The largest partition', () => {
  const bench = useBench({ area: 'flash', bench: ['large partition'] });

  it('is erased, written and read near its end, and not where it begins', async () => {
    const sector = payloadOf(SECTOR_BYTES);

    const { before, written, erased } = await bench.trials.endOfLargest(sector);

    expect(written).to.deep.equal({ ...before, end: sha256(sector) });
    expect(erased).to.deep.equal({ ...before, end: sha256(erasedBytes(SECTOR_BYTES)) });
  });
});
