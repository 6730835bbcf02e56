import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { Conversation } from '../esp-at/conversation.ts';
import { loaderBench, stubBench } from './loader-bench.ts';
import { STUB_OK, words } from './loader-host.ts';

const BAD_LENGTH = 'c000';
const BAD_CHECKSUM = 'c100';
const BAD_BLOCK_SIZE = 'c200';
const FLASH_FAILED = 'c400';
const NOT_BEGUN = 'c600';
const INFLATE_FAILED = 'c700';
const NOT_ENOUGH = 'c800';
const TOO_MUCH = 'c900';
const UNKNOWN = 'ff00';

const AT = 0x10_0000;
const FLASH_BYTES = 0x40_0000;

const pattern = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31) ^ (index >> 8)));

describe('The stub', () => {
  it('greets when it is started, and answers SYNC eight times by 0', async () => {
    await using bench = await loaderBench();
    await bench.host.startStub();

    expect((await bench.host.packet()).toString()).to.equal('OHAI');
    const answers = await bench.host.synchronise();
    expect(answers.map(({ value }) => value)).to.deep.equal(Array(8).fill(0));
    expect(answers[0]?.body.toString('hex')).to.equal(STUB_OK);
  });

  it('is not there where a program is started that was never sent: the chip resets', async () => {
    await using bench = await loaderBench();

    await bench.host.startStub(0x5000_1000);
    await bench.host.started();
    const answers = await bench.host.synchronise();

    expect(answers[0]?.value).not.to.equal(0);
    expect(bench.board.isInLoader).to.equal(true);
  });

  it('knows the flash without being told, and gives its digest as it is', async () => {
    await using bench = await stubBench();
    const digest = createHash('md5').update(bench.board.flash.read(0, FLASH_BYTES)).digest('hex');

    expect(await bench.host.ask(0x13, words(0, FLASH_BYTES, 0, 0))).to.equal(digest + STUB_OK);
    expect(await bench.host.ask(0x13, words(1, FLASH_BYTES, 0, 0))).to.equal('6300');
  });

  it('erases only as far as it has come, and leaves out what only fills the last block', async () => {
    await using bench = await stubBench();
    const { flash } = bench.board;
    flash.program(AT, Buffer.alloc(0x4000));
    const data = pattern(0x1800);

    await bench.host.ask(0x02, words(0x2800, 2, 0x1800, AT));
    expect(flash.read(AT, 1)[0]).to.equal(0);
    expect(await bench.host.askBlock(0x03, 0, data)).to.equal(STUB_OK);
    expect(await bench.host.ask(0x04, words(1))).to.equal(NOT_ENOUGH);
    expect([flash.read(AT + 0x1fff, 1)[0], flash.read(AT + 0x2000, 1)[0]]).to.deep.equal([0xff, 0]);
    expect(await bench.host.askBlock(0x03, 1, data)).to.equal(STUB_OK);
    expect(await bench.host.ask(0x04, words(1))).to.equal(STUB_OK);

    expect(flash.read(AT, 0x2800)).to.deep.equal(Buffer.concat([data, data.subarray(0, 0x1000)]));
    expect([flash.read(AT + 0x2800, 1)[0], flash.read(AT + 0x3000, 1)[0]]).to.deep.equal([0xff, 0]);
  });

  it('writes blocks as they come, whatever their numbers: only the digest tells', async () => {
    await using bench = await stubBench();
    const data = pattern(0x800);

    await bench.host.ask(0x02, words(0x800, 2, 0x400, AT));
    expect(await bench.host.askBlock(0x03, 1, data.subarray(0x400))).to.equal(STUB_OK);
    expect(await bench.host.askBlock(0x03, 0, data.subarray(0, 0x400))).to.equal(STUB_OK);

    const swapped = Buffer.concat([data.subarray(0x400), data.subarray(0, 0x400)]);
    expect(await bench.host.ask(0x04, words(1))).to.equal(STUB_OK);
    expect(bench.board.flash.read(AT, 0x800)).to.deep.equal(swapped);
  });

  it('refuses at once what it can see at once', async () => {
    await using bench = await stubBench();
    const { host } = bench;
    const data = pattern(16);

    expect(await host.askBlock(0x03, 0, data)).to.equal(NOT_BEGUN);
    expect(await host.ask(0x04, words(1))).to.equal(NOT_BEGUN);
    expect(await host.ask(0x02, words(16, 1, 0x4001, AT))).to.equal(BAD_BLOCK_SIZE);
    expect(await host.ask(0x02, words(16, 1, 16))).to.equal(BAD_LENGTH);
    expect(await host.ask(0x02, words(16, 1, 16, AT))).to.equal(STUB_OK);
    expect(await host.ask(0x03, Buffer.concat([words(16, 0, 0, 0), data]), 1)).to.equal(
      BAD_CHECKSUM,
    );
    expect(await host.ask(0x03, Buffer.concat([words(15, 0, 0, 0), data]))).to.equal(BAD_LENGTH);
    expect(await host.ask(0xd1, words(1, 0x1000))).to.equal(BAD_LENGTH);
    expect(await host.ask(0xd1, words(0, 0x1001))).to.equal(BAD_LENGTH);
    expect(await host.ask(0x14)).to.equal(UNKNOWN);
    expect(await host.ask(0xee)).to.equal(UNKNOWN);
  });

  it('tells one answer late what the chip did not take', async () => {
    await using bench = await stubBench();
    const { host } = bench;

    await host.ask(0x02, words(0x2000, 2, 0x1000, FLASH_BYTES - 0x1000));
    expect(await host.askBlock(0x03, 0, pattern(0x1000))).to.equal(STUB_OK);
    expect(await host.askBlock(0x03, 1, pattern(0x1000))).to.equal(STUB_OK);
    expect(await host.ask(0x04, words(1))).to.equal(FLASH_FAILED);
  });

  it('tells one answer late that a stream is broken', async () => {
    await using bench = await stubBench();

    await bench.host.ask(0x10, words(0x1000, 2, 0x400, AT));
    expect(await bench.host.askBlock(0x11, 0, Buffer.from('no zlib stream'))).to.equal(STUB_OK);
    expect(await bench.host.askBlock(0x11, 1, Buffer.alloc(8))).to.equal(INFLATE_FAILED);
  });

  it('takes no more than the end of a checksum behind the last byte', async () => {
    await using bench = await stubBench();
    const packed = deflateSync(pattern(64));

    await bench.host.ask(0x10, words(64, 3, 0x400, AT));
    expect(await bench.host.askBlock(0x11, 0, packed.subarray(0, -3))).to.equal(STUB_OK);
    expect(await bench.host.askBlock(0x11, 1, packed.subarray(-3))).to.equal(STUB_OK);
    expect(await bench.host.askBlock(0x11, 2, Buffer.alloc(5))).to.equal(TOO_MUCH);
    expect(await bench.host.ask(0x12, words(1))).to.equal(STUB_OK);
  });

  it('writes no more than was announced of a stream that unpacks to more, and tells', async () => {
    await using bench = await stubBench();
    const { flash } = bench.board;
    flash.program(AT + 0x1000, pattern(16));
    const bomb = deflateSync(Buffer.alloc(1 << 20));

    await bench.host.ask(0x10, words(64, 1, 0x400, AT));
    expect(await bench.host.askBlock(0x11, 0, bomb)).to.equal(STUB_OK);
    expect(await bench.host.ask(0x12, words(1))).to.equal(TOO_MUCH);

    expect(flash.read(AT, 65)).to.deep.equal(Buffer.alloc(65).fill(0xff, 64));
    expect(flash.read(AT + 0x1000, 16)).to.deep.equal(pattern(16));
  });

  it('erases a region, or everything', async () => {
    await using bench = await stubBench();
    const { flash } = bench.board;
    flash.program(AT, Buffer.alloc(0x3000));

    expect(await bench.host.ask(0xd1, words(AT + 0x1000, 0x1000))).to.equal(STUB_OK);
    expect([0, 0x1000, 0x1fff, 0x2000].map((at) => flash.read(AT + at, 1)[0])).to.deep.equal([
      0, 0xff, 0xff, 0,
    ]);
    expect(await bench.host.ask(0xd0)).to.equal(STUB_OK);
    expect(flash.read(0, FLASH_BYTES).every((byte) => byte === 0xff)).to.equal(true);
  });

  it('reads flash packet by packet, each once the one before has come, and its digest', async () => {
    await using bench = await stubBench();
    const { host } = bench;
    const there = bench.board.flash.read(0x8000, 2500);

    expect(await host.ask(0xd2, words(0x8000, 2500, 1000, 64))).to.equal(STUB_OK);
    const read: Buffer[] = [];
    for (const count of [1000, 2000, 2500]) {
      read.push(await host.packet());
      expect(host.unread).to.equal(0);
      host.sendPacket(words(count));
    }

    expect(Buffer.concat(read)).to.deep.equal(there);
    const digest = createHash('md5').update(there).digest();
    expect(await host.packet()).to.deep.equal(digest);
    expect(await host.ask(0x0d, words(0))).to.equal(STUB_OK);
  });

  it('stops reading when the host has lost count', async () => {
    await using bench = await stubBench();
    const { host } = bench;

    await host.ask(0xd2, words(0x8000, 2500, 1000, 64));
    const first = await host.packet();
    host.sendPacket(words(999));

    expect(await host.packet()).to.deep.equal(createHash('md5').update(first).digest());
    expect(await host.ask(0xd2, words(0, 1, 0x1001, 64))).to.equal(BAD_BLOCK_SIZE);
  });

  it('gives way to the loader of the ROM when it is told to reset the chip', async () => {
    await using bench = await stubBench();
    await bench.host.ask(0x02, words(0, 0, 0x400, 0));

    expect(await bench.host.ask(0x04, words(0))).to.equal(STUB_OK);
    await bench.host.started();
    const [answer] = await bench.host.synchronise();

    expect(answer?.value).not.to.equal(0);
  });

  it('gives way to the firmware without a word', async () => {
    await using bench = await stubBench();
    const at = new Conversation(bench.board.connectAt());

    bench.host.send(0xd3, Buffer.alloc(0));
    await at.expect('\r\nready\r\n');

    expect(bench.host.unread).to.equal(0);
    expect(bench.board.isInLoader).to.equal(false);
  });
});
