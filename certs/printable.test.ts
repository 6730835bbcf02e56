import { expect } from 'chai';
import fc from 'fast-check';
import { hasControlCharacters, printable } from './printable.ts';

describe('A printable text', () => {
  it('has what a terminal would act upon spelt out', () => {
    expect(printable('a\x1b[2J\u202eb\n')).to.equal('a\\u{1b}[2J\\u{202e}b\\u{a}');
    expect(printable('Wohnzimmer – Lämpchen')).to.equal('Wohnzimmer – Lämpchen');
  });

  it('has no control character, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(hasControlCharacters(printable(text))).to.equal(false);
        expect(printable(text) === text).to.equal(!hasControlCharacters(text));
      }),
    );
  });
});
