import { expect } from 'chai';
import fc from 'fast-check';
import { SlipReader, slipFrame } from './slip.ts';

const LONGEST = 64;

/** Bytes among which the marks are frequent. */
const bytes = fc
  .array(fc.oneof(fc.constantFrom(0xc0, 0xdb, 0xdc, 0xdd), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: LONGEST,
  })
  .map((values) => Buffer.from(values));

/** Cuts in every awkward place. */
const inPieces = (reader: SlipReader, stream: Buffer, size: number): Buffer[] => {
  const packets: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) {
    packets.push(...reader.take(stream.subarray(at, at + size)));
  }
  return packets;
};

describe('SlipReader', () => {
  it('gives back any packets, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(bytes), fc.integer({ min: 1, max: 9 }), (packets, size) => {
        const stream = Buffer.concat(packets.map(slipFrame));

        expect(inPieces(new SlipReader(LONGEST), stream, size)).to.deep.equal(packets);
      }),
    );
  });

  it('finds a packet again behind any noise, two frames later at the latest', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes, (noise, packet) => {
        const reader = new SlipReader(LONGEST);
        reader.take(noise);

        const heard = [slipFrame(packet), slipFrame(packet)].flatMap((frame) => reader.take(frame));

        expect(heard.at(-1)).to.deep.equal(packet);
      }),
    );
  });

  it('takes no notice of what stands between frames', () => {
    const reader = new SlipReader(LONGEST);
    const boot = Buffer.from('waiting for download\r\n');

    const heard = reader.take(Buffer.concat([boot, slipFrame(Buffer.from('one')), boot]));

    expect(heard.map(String)).to.deep.equal(['one']);
  });

  it('loses a frame with a wrong escape, and not the next one', () => {
    const reader = new SlipReader(LONGEST);

    const heard = reader.take(
      Buffer.from([0xc0, 1, 0xdb, 0x41, 2, 0xc0, ...slipFrame(Buffer.from('two'))]),
    );

    expect(heard.map(String)).to.deep.equal(['two']);
  });

  it('loses a frame that ends in the middle of an escape', () => {
    const reader = new SlipReader(LONGEST);

    const heard = reader.take(Buffer.from([0xc0, 1, 0xdb, 0xc0, ...slipFrame(Buffer.from('two'))]));

    expect(heard.map(String)).to.deep.equal(['two']);
  });

  it('loses a frame that is longer than its buffer', () => {
    const reader = new SlipReader(LONGEST);

    const heard = reader.take(slipFrame(Buffer.alloc(LONGEST + 1)));
    heard.push(...reader.take(slipFrame(Buffer.alloc(LONGEST))));

    expect(heard.map(({ length }) => length)).to.deep.equal([LONGEST]);
  });
});
