import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { loaderBench } from './loader-bench.ts';
import { type LoaderHost, OK, words } from './loader-host.ts';

const INVALID = '01050000';
const FAILED = '01060000';
const BAD_CHECKSUM = '01070000';
const WRITE_ERROR = '01080000';
const READ_ERROR = '01090000';
const READ_LENGTH_ERROR = '010a0000';
const DEFLATE_ERROR = '010b0000';

const AT = 0x10_0000;
const BLOCK_BYTES = 0x400;
const FLASH_BYTES = 0x40_0000;

const attach = (host: LoaderHost): Promise<string> => host.ask(0x0d, words(0, 0));

const pattern = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31) ^ (index >> 8)));

/** Begins a plain download, or with another `op` a compressed one. */
const begin = (host: LoaderHost, length: number, blocks: number, op = 0x02): Promise<string> =>
  host.ask(op, words(length, blocks, BLOCK_BYTES, AT));

describe('The loader of the ROM', () => {
  it('answers SYNC eight times, by a value that is not 0', async () => {
    await using bench = await loaderBench();

    const answers = await bench.host.synchronise();

    expect(new Set(answers.map(({ body }) => body.toString('hex')))).to.deep.equal(new Set([OK]));
    expect(answers.every(({ op, value }) => op === 0x08 && value !== 0)).to.equal(true);
    expect(bench.host.unread).to.equal(0);
  });

  it('tells an unknown command by another number, eight times', async () => {
    await using bench = await loaderBench();

    bench.host.send(0x14, Buffer.alloc(0));
    const answers = [];
    for (let count = 0; count < 8; count += 1) answers.push(await bench.host.answer());

    expect(answers.map(({ op }) => op)).not.to.include(0x14);
    expect(answers.map(({ body }) => body.toString('hex'))).to.deep.equal(Array(8).fill(INVALID));
  });

  it('tells which chip it is, and its address', async () => {
    await using bench = await loaderBench({ stationMac: '24:6f:28:7a:d8:84' });

    expect(await bench.host.readRegister(0x4000_1000)).to.equal(0x00f0_1d83);
    expect(await bench.host.readRegister(0x3ff5_a008)).to.equal(0x246f);
    expect(await bench.host.readRegister(0x3ff5_a004)).to.equal(0x287a_d884);
    expect(await bench.host.readRegister(0x3ff4_0014)).to.equal(347);
  });

  it('tells of an ESP32-C3 by its identity and by its register', async () => {
    await using bench = await loaderBench({ release: '3.3.0.0-MINI-1' });

    const info = await bench.host.ask(0x14);

    expect(info).to.equal(`${'00'.repeat(11)}0c0500000000000000${OK}`);
    expect(await bench.host.readRegister(0x4000_1000)).to.equal(0x1b31_506f);
  });

  it('keeps what is written into registers, as far as the mask lets it', async () => {
    await using bench = await loaderBench();

    await bench.host.ask(0x09, words(0x6000_0000, 0x1234_5678, 0xffff_ffff, 0));
    await bench.host.ask(0x09, words(0x6000_0000, 0xffff_ffff, 0x0000_ff00, 0));

    expect(await bench.host.readRegister(0x6000_0000)).to.equal(0x1234_ff78);
  });

  for (const [release, base, user, firstWord, identity] of [
    ['3.4.0.0', 0x3ff4_2000, 0x1c, 0x80, 0x1640c8],
    ['3.3.0.0-MINI-1', 0x6000_2000, 0x18, 0x58, 0x164020],
  ] as const) {
    it(`asks the flash chip of ${release} who it is, once that is attached`, async () => {
      await using bench = await loaderBench({ release });
      const { host } = bench;
      const readIdentity = async (): Promise<number> => {
        await host.writeRegister(base + user + 16, 23);
        await host.writeRegister(base + user + 8, (7 << 28) | 0x9f);
        await host.writeRegister(base, 1 << 18);
        expect(await host.readRegister(base)).to.equal(0);
        return host.readRegister(base + firstWord);
      };

      expect(await readIdentity()).to.equal(0xffffff);
      await attach(host);
      expect(await readIdentity()).to.equal(identity);
    });
  }

  it('erases what it is told to, writes, and gives the digest in hexadecimal', async () => {
    await using bench = await loaderBench();
    const { flash } = bench.board;
    flash.program(AT, Buffer.alloc(3 * 0x1000));
    const data = pattern(2 * BLOCK_BYTES);

    await attach(bench.host);
    expect(await begin(bench.host, 0x1001, 2)).to.equal(OK);
    expect(await bench.host.askBlock(0x03, 0, data.subarray(0, BLOCK_BYTES))).to.equal(OK);
    expect(await bench.host.askBlock(0x03, 1, data.subarray(BLOCK_BYTES))).to.equal(OK);

    expect(flash.read(AT, data.length)).to.deep.equal(data);
    expect([flash.read(AT + 0x1fff, 1)[0], flash.read(AT + 0x2000, 1)[0]]).to.deep.equal([0xff, 0]);
    const digest = createHash('md5').update(data).digest('hex');
    expect(await bench.host.ask(0x13, words(AT, data.length, 0, 0))).to.equal(
      Buffer.from(digest).toString('hex') + OK,
    );
  });

  it('unpacks what is compressed, block by block', async () => {
    await using bench = await loaderBench();
    const data = Buffer.concat([pattern(6000), Buffer.alloc(3000, 0xaa)]);
    const packed = deflateSync(data);
    const blocks = Math.ceil(packed.length / 500);

    await attach(bench.host);
    await bench.host.ask(0x10, words(0x3000, blocks, 500, AT));
    for (let number = 0; number < blocks; number += 1) {
      const bytes = packed.subarray(500 * number, 500 * (number + 1));
      expect(await bench.host.askBlock(0x11, number, bytes)).to.equal(OK);
    }

    expect(blocks).to.be.greaterThan(1);
    expect(bench.board.flash.read(AT, data.length)).to.deep.equal(data);
  });

  it('refuses what is not packed as it should be', async () => {
    await using bench = await loaderBench();
    await attach(bench.host);
    await begin(bench.host, 0x1000, 2, 0x10);

    expect(await bench.host.askBlock(0x11, 0, Buffer.from('no zlib stream'))).to.equal(
      DEFLATE_ERROR,
    );
  });

  it('refuses more than was announced, unpacked', async () => {
    await using bench = await loaderBench();
    await attach(bench.host);
    await begin(bench.host, 0x1000, 1, 0x10);

    expect(await bench.host.askBlock(0x11, 0, deflateSync(Buffer.alloc(0x1001)))).to.equal(FAILED);
  });

  it('refuses blocks that are out of order, wrong or too many, and goes on', async () => {
    await using bench = await loaderBench();
    const { host } = bench;
    const data = pattern(BLOCK_BYTES);
    expect(await host.askBlock(0x03, 0, data)).to.equal(FAILED);
    await attach(host);
    await begin(host, 0x1000, 2);
    const block = Buffer.concat([words(BLOCK_BYTES, 0, 0, 0), data]);

    expect(await host.askBlock(0x03, 1, data)).to.equal(FAILED);
    expect(await host.ask(0x03, block, 0)).to.equal(BAD_CHECKSUM);
    expect(await host.ask(0x03, block.subarray(0, 500))).to.equal(INVALID);
    expect(await host.ask(0x03, block.subarray(0, 8))).to.equal(INVALID);
    expect(await host.askBlock(0x03, 0, pattern(BLOCK_BYTES + 1))).to.equal(INVALID);
    expect(await host.askBlock(0x11, 0, deflateSync(data))).to.equal(FAILED);
    expect(await host.askBlock(0x03, 0, data)).to.equal(OK);
    expect(await host.askBlock(0x03, 0, data)).to.equal(FAILED);
    expect(await host.askBlock(0x03, 1, data)).to.equal(OK);
    expect(await host.askBlock(0x03, 2, data)).to.equal(FAILED);

    expect(bench.board.flash.read(AT, 2 * BLOCK_BYTES)).to.deep.equal(Buffer.concat([data, data]));
  });

  it('tells when flash does not hold what was written, because it was not erased', async () => {
    await using bench = await loaderBench();
    bench.board.flash.program(AT, Buffer.alloc(BLOCK_BYTES, 0x0f));
    await attach(bench.host);
    await begin(bench.host, 0, 1);

    const answer = await bench.host.askBlock(0x03, 0, Buffer.alloc(BLOCK_BYTES, 0xf0));

    expect(answer).to.equal(WRITE_ERROR);
  });

  it('refuses what lies behind the end of the chip, or of what it was told the chip has', async () => {
    await using bench = await loaderBench();
    const { host } = bench;
    const before = bench.board.flash.read(0, FLASH_BYTES);
    await attach(host);
    const beginAt = (from: number): Promise<string> =>
      host.ask(0x02, words(0x2000, 1, BLOCK_BYTES, from));

    expect(await beginAt(FLASH_BYTES - 0x1000)).to.equal(FAILED);
    expect(await beginAt(0xffff_f000)).to.equal(FAILED);
    expect(await host.ask(0x13, words(FLASH_BYTES - 1, 2, 0, 0))).to.equal(READ_ERROR);
    await host.ask(0x0b, words(0, 0x10_0000, 0x10000, 0x1000, 0x100, 0xffff));
    expect(await beginAt(0x10_0000 - 0x1000)).to.equal(FAILED);

    expect(bench.board.flash.read(0, FLASH_BYTES).equals(before)).to.equal(true);
  });

  it('does not reach a chip that was never attached', async () => {
    await using bench = await loaderBench();

    expect(await begin(bench.host, 0x1000, 1)).to.equal(FAILED);
    expect(await bench.host.ask(0x13, words(0, 16, 0, 0))).to.equal(READ_ERROR);
  });

  it('gives 64 bytes of flash, and no more at once', async () => {
    await using bench = await loaderBench();
    await attach(bench.host);
    const there = bench.board.flash.read(0x8000, 10).toString('hex');

    expect(await bench.host.ask(0x0e, words(0x8000, 10))).to.equal(there.padEnd(128, '0') + OK);
    expect(await bench.host.ask(0x0e, words(0x8000, 65))).to.equal(READ_LENGTH_ERROR);
  });

  it('checks a program on its way into memory', async () => {
    await using bench = await loaderBench();
    const { host } = bench;
    const code = pattern(0x30);
    const beginAt = (from: number, size = code.length): Promise<string> =>
      host.ask(0x05, words(size, 2, 0x20, from));

    expect(await host.ask(0x06, words(0, 0x4008_0000))).to.equal(FAILED);
    expect(await host.askBlock(0x07, 0, code)).to.equal(FAILED);
    expect(await beginAt(0x1000_0000)).to.equal(INVALID);
    expect(await beginAt(0x4008_0000, 0x41)).to.equal(INVALID);
    expect(await beginAt(0x4008_0000)).to.equal(OK);
    expect(await host.askBlock(0x07, 1, code.subarray(0, 0x20))).to.equal(FAILED);
    expect(await host.askBlock(0x07, 0, code)).to.equal(INVALID);
    expect(await host.askBlock(0x07, 0, code.subarray(0, 0x20))).to.equal(OK);
    expect(await host.ask(0x06, words(0, 0x4008_0000))).to.equal(FAILED);
    expect(await host.askBlock(0x07, 1, code.subarray(0, 0x11))).to.equal(FAILED);
    expect(await host.askBlock(0x07, 1, code.subarray(0x20))).to.equal(OK);
    expect(await host.ask(0x06, words(1, 0))).to.equal(OK);
    expect(host.unread).to.equal(0);
  });

  it('says nothing to what is no request, and refuses one whose length is wrong', async () => {
    await using bench = await loaderBench();
    const { host } = bench;

    for (const packet of ['00', '01080000', '0108040000000000ffffffff']) {
      host.sendPacket(Buffer.from(packet, 'hex'));
    }
    host.sendPacket(Buffer.from('000a05000000000000100040', 'hex'));

    expect(await host.answer()).to.deep.include({ op: 0x0a, body: Buffer.from(INVALID, 'hex') });
    expect(host.unread).to.equal(0);
  });

  it('is still there after anything', async () => {
    await using bench = await loaderBench();
    const before = bench.board.flash.read(0, FLASH_BYTES);

    await fc.assert(
      fc.asyncProperty(fc.nat(255), fc.uint8Array({ maxLength: 40 }), async (op, data) => {
        fc.pre(![0x06, 0x0d, 0x0f].includes(op));
        bench.host.send(op, Buffer.from(data));
        bench.host.plug.write(Buffer.from(data));
        bench.host.plug.write(Buffer.from([0xc0]));
        const register = 0x4000_1000;
        bench.host.send(0x0a, words(register));
        let heard = await bench.host.answer();
        while (heard.op !== 0x0a || heard.value !== 0x00f0_1d83) heard = await bench.host.answer();
      }),
    );

    expect(bench.board.flash.read(0, FLASH_BYTES).equals(before)).to.equal(true);
  });
});
