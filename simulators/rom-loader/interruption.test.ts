import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import type { SimulatedBoard } from '../esp-at/board.ts';
import { loaderBench, stubBench } from './loader-bench.ts';
import { type LoaderHost, STUB_OK, words } from './loader-host.ts';

const AT = 0x10_0000;
const LENGTH = 0x3000;
const BLOCK_BYTES = 0x1000;
const OLD = Buffer.alloc(LENGTH, 0x5a);
const NEW = Buffer.from(Uint8Array.from({ length: LENGTH }, (_, index) => index * 7));

/** Sends all of it, without looking whether anybody still listens. */
const download = async (host: LoaderHost, board: SimulatedBoard): Promise<void> => {
  await host.ask(0x0d, words(0, 0));
  host.send(0x02, words(LENGTH, LENGTH / BLOCK_BYTES, BLOCK_BYTES, AT));
  for (let number = 0; number < LENGTH / BLOCK_BYTES && board.isOn; number += 1) {
    const bytes = NEW.subarray(number * BLOCK_BYTES, (number + 1) * BLOCK_BYTES);
    const checksum = bytes.reduce((sum, byte) => sum ^ byte, 0xef);
    const block = Buffer.concat([words(bytes.length, number, 0, 0), bytes]);
    host.send(0x03, block, checksum);
  }
};

describe('A power cut in the middle of a download', () => {
  it('leaves what the ROM has erased until then', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: LENGTH }), async (bytes) => {
        await using bench = await loaderBench();
        const { board, host } = bench;
        board.flash.erase(AT, LENGTH);
        board.flash.program(AT, OLD);
        const gone = board.powerOffAfter('erase', bytes);
        await download(host, board);
        await gone;

        const left = Buffer.concat([Buffer.alloc(bytes, 0xff), OLD.subarray(bytes)]);
        expect(board.flash.read(AT, LENGTH).equals(left)).to.equal(true);
        expect([board.isOn, board.isInLoader]).to.deep.equal([false, false]);
      }),
      { numRuns: 15 },
    );
  });

  it('leaves what the ROM has written until then, on erased flash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: LENGTH }), async (bytes) => {
        await using bench = await loaderBench();
        const { board, host } = bench;
        board.flash.erase(AT, LENGTH);
        board.flash.program(AT, OLD);
        const gone = board.powerOffAfter('program', bytes);
        await download(host, board);
        await gone;

        const left = Buffer.concat([NEW.subarray(0, bytes), Buffer.alloc(LENGTH - bytes, 0xff)]);
        expect(board.flash.read(AT, LENGTH).equals(left)).to.equal(true);
      }),
      { numRuns: 15 },
    );
  });

  it('leaves old sectors behind those that the stub has come to', async () => {
    await using bench = await stubBench();
    const { board, host } = bench;
    board.flash.program(AT, OLD);
    const gone = board.powerOffAfter('program', 0x1100);

    await host.ask(0x10, words(LENGTH, 1, 0x4000, AT));
    expect(await host.askBlock(0x11, 0, deflateSync(NEW))).to.equal(STUB_OK);
    await gone;

    const erased = Buffer.alloc(LENGTH - 0x1100, 0xff);
    expect(board.flash.read(AT, LENGTH)).to.deep.equal(
      Buffer.concat([NEW.subarray(0, 0x1100), erased]),
    );
  });

  it('ends in the loader or the firmware as the pins are when power is back', async () => {
    await using bench = await loaderBench();
    const { board, host } = bench;
    const gone = board.powerOffAfter('erase', 1);
    await download(host, board);
    await gone;

    board.holdBoot(true);
    board.powerOn();
    await host.started();

    expect(await host.synchronise()).to.have.length(8);
  });
});
