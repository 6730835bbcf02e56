import { expect } from 'chai';
import fc from 'fast-check';
import { SlipReader } from './slip.ts';

/** RFC 1055. */
const packed = (bytes: Uint8Array): number[] => [
  0xc0,
  ...[...bytes].flatMap((byte) =>
    byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte],
  ),
  0xc0,
];

const noEnd = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => bytes.filter((byte) => byte !== 0xc0));

describe('Packets in a byte stream', () => {
  it('are found whole wherever the stream is cut, and what is between them is kept apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noEnd, fc.uint8Array({ minLength: 1, maxLength: 60 })), { maxLength: 8 }),
        fc.array(fc.nat(9)),
        (pieces, cuts) => {
          const stream = pieces.flatMap(([stray, packet]) => [...stray, ...packed(packet)]);
          const slip = new SlipReader();
          const found: Uint8Array[] = [];
          for (let at = 0, nth = 0; at < stream.length; nth++) {
            const length = 1 + (cuts[nth % (cuts.length || 1)] ?? 0);
            found.push(...slip.take(Uint8Array.from(stream.slice(at, at + length))));
            at += length;
          }

          expect(found).to.deep.equal(pieces.map(([, packet]) => packet));
          const stray = pieces.flatMap(([bytes]) => [...bytes]);
          expect([...slip.takeStray()]).to.deep.equal(stray);
        },
      ),
    );
  });

  it('are forgotten in the middle when that is wanted', () => {
    const slip = new SlipReader();

    slip.take(Uint8Array.of(0xc0, 1, 2));
    slip.clear();

    expect(slip.take(Uint8Array.of(0xc0, 3, 0xc0))).to.deep.equal([Uint8Array.of(3)]);
  });
});
