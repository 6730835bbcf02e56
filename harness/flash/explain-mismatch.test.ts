import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { explainMismatch, type Pattern } from './explain-mismatch.ts';

const FF = 0xff;
const SECTOR = 4096;

/** Bytes like those of an image: no long runs of FF, and enough of them that chance explains nothing. */
const image = (least = 64, most = 2_000) =>
  fc.uint8Array({ minLength: least, maxLength: most, max: 0xfe });

const erased = (length: number): Uint8Array => new Uint8Array(length).fill(FF);

const and = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte & (b[i] ?? FF));

const pattern = (sent: Uint8Array, read: Uint8Array, old?: Uint8Array): Pattern | 'same' =>
  explainMismatch(sent, read, old)?.pattern ?? 'same';

/** Random enough that no other pattern fits by chance. */
const noise = (length: number): Uint8Array =>
  new Uint8Array(randomBytes(length)).map((b) => b % FF);

describe('What a partition holds instead of what was sent', () => {
  it('is nothing when both are the same', () => {
    fc.assert(fc.property(image(0), (sent) => pattern(sent, sent.slice()) === 'same'));
  });

  it('is told by its first difference and their number', () => {
    fc.assert(
      fc.property(image(), image(), (a, b) => {
        const length = Math.min(a.length, b.length);
        const [sent, read] = [a.subarray(0, length), b.subarray(0, length)];
        const different = [...sent.keys()].filter((i) => sent[i] !== read[i]);

        const found = explainMismatch(sent, read);

        expect(found?.offset).to.equal(different[0]);
        expect(found?.count ?? 0).to.equal(different.length);
      }),
    );
  });

  it('is erased flash when nothing was written', () => {
    fc.assert(fc.property(image(), (sent) => pattern(sent, erased(sent.length)) === 'not-written'));
  });

  it('lacks its tail when the last bytes were dropped', () => {
    fc.assert(
      fc.property(image(), fc.integer({ min: 1, max: 63 }), (sent, lost) => {
        const read = sent.slice();
        read.fill(FF, sent.length - lost);

        const found = explainMismatch(sent, read);

        expect(found?.pattern).to.equal('tail-missing');
        expect(found?.offset).to.equal(sent.length - lost);
        expect(found?.reason).to.include(`the last ${lost} bytes`);
      }),
    );
  });

  it('has gaps where each piece lost its end', () => {
    const sent = noise(6_000);
    const read = sent.slice();
    read[4_095] = FF;
    read[5_999] = FF;

    expect(explainMismatch(sent, read)).to.include({ pattern: 'gaps', offset: 4_095, count: 2 });
  });

  it('is old AND new when it was not erased, whether the old is known or not', () => {
    for (let run = 0; run < 50; run++) {
      const [sent, old] = [noise(1232), noise(1232)];

      expect(pattern(sent, and(sent, old))).to.equal('not-erased');
      expect(pattern(sent, and(sent, old), old)).to.equal('not-erased');
      expect(pattern(sent, and(sent, noise(1232)), old)).to.equal('unknown');
    }
  });

  it('is text over text too when it was not erased', () => {
    const text = (words: string): Uint8Array => Buffer.from(words.repeat(40));

    expect(
      pattern(
        text('-----BEGIN CERT-----'),
        and(text('-----BEGIN CERT-----'), text('MIIDWTCCAkGgAwIBAgIU')),
      ),
    ).to.equal('not-erased');
  });

  it('has later pieces at its beginning when addresses wrap round', () => {
    for (const length of [SECTOR + 8, SECTOR + 1000, 2 * SECTOR]) {
      const sent = noise(length);
      const over = erased(length);
      over.set(sent.subarray(0, SECTOR));
      const mixed = over.slice();
      over.set(sent.subarray(SECTOR));
      mixed.set(and(sent.subarray(SECTOR), sent));

      expect(pattern(sent, over)).to.equal('wrapped');
      expect(pattern(sent, mixed)).to.equal('wrapped');
    }
  });

  it('stands too early behind lost bytes', () => {
    for (const lost of [1, 2, 17, 128]) {
      const sent = noise(1232);
      const where = 300;
      const read = erased(sent.length);
      read.set(sent.subarray(0, where));
      read.set(sent.subarray(where + lost), where);

      const found = explainMismatch(sent, read);

      expect(found?.pattern).to.equal('shifted');
      expect(found?.reason).to.include(`${lost} bytes were lost`);
    }
  });

  it('has single bits wrong on a bad wire', () => {
    const sent = noise(1232);
    const read = sent.slice();
    read[600] = (read[600] ?? 0) ^ 0x10;

    expect(explainMismatch(sent, read)).to.include({ pattern: 'few-bits', offset: 600, count: 1 });
  });

  it('is not explained when it follows no pattern', () => {
    expect(pattern(noise(1232), noise(1232))).to.equal('unknown');
  });

  it('is explained without its bytes, which may be those of a key', () => {
    const sent = Buffer.from('-----BEGIN RSA PRIVATE KEY-----secret');
    const read = Buffer.from('-----BEGIN RSA PRIVATE KEY-----sXcret');

    expect(JSON.stringify(explainMismatch(sent, read))).to.not.match(/ecret|PRIVATE/);
  });
});
