import { expect } from 'chai';
import fc from 'fast-check';
import { fits, type Piece } from './wildcard.ts';

/** The same question, asked of the regular expression engine. */
const oracle = (pieces: readonly Piece[], text: string): boolean => {
  const source = pieces.map((piece) =>
    piece === 'any run' ? '.*' : piece === 'any one' ? '.' : piece.text,
  );
  return new RegExp(`^${source.join('')}$`, 's').test(text);
};

const few = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.constant('any run' as const),
  fc.constant('any one' as const),
  few.map((text) => ({ text })),
);

describe('Wildcards', () => {
  it('fit what the same regular expression fits', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), few, (pieces, text) => {
        expect(fits(pieces, text)).to.equal(oracle(pieces, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('take no longer for patterns that were made to be slow', () => {
    const pieces = Array.from(
      { length: 200 },
      (_, i): Piece => (i % 2 ? { text: 'a' } : 'any run'),
    );
    expect(fits([...pieces, { text: 'b' }], 'a'.repeat(20_000))).to.equal(false);
  });
});
