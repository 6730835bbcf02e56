import { expect } from 'chai';
import fc from 'fast-check';
import { filledIn, fitsPattern, unresolvedIn, type Variables } from './pattern.ts';

/** The same question, answered by trying every way: slow, and plain to see. */
const naive = (pattern: string, text: string): boolean => {
  const [first] = pattern;
  if (first === undefined) return text === '';
  const rest = pattern.slice(1);
  if (first === '*') {
    return Array.from({ length: text.length + 1 }, (_, i) => i).some((i) =>
      naive(rest, text.slice(i)),
    );
  }
  return text !== '' && (first === '?' || first === text[0]) && naive(rest, text.slice(1));
};

const written = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '*', '?', '+', '#'),
  maxLength: 7,
});
const asked = fc.string({ unit: fc.constantFrom('a', 'b', '/', '+', '#', '.', '*'), maxLength: 8 });
const NONE: Variables = new Map();

describe('A pattern of a policy', () => {
  it('fits what trying every way fits', () => {
    fc.assert(
      fc.property(written, asked, (pattern, text) => {
        expect(fitsPattern(pattern, text, NONE)).to.equal(naive(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes the value of a variable for plain text, whatever stands in it', () => {
    fc.assert(
      fc.property(written, asked, (value, text) => {
        const variables = new Map([['iot:ClientId', value]]);
        expect(fitsPattern(`x/\${iot:ClientId}/y`, `x/${text}/y`, variables)).to.equal(
          value === text,
        );
        expect(filledIn(`x/\${iot:ClientId}`, variables)).to.equal(`x/${value}`);
      }),
    );
  });

  it('fits its own text once every wildcard is escaped', () => {
    fc.assert(
      fc.property(written, asked, (value, text) => {
        const escaped = value.replaceAll(/[*?]/g, (wildcard) => `\${${wildcard}}`);
        expect(fitsPattern(escaped, text, NONE)).to.equal(value === text);
        expect(fitsPattern(escaped, value, NONE)).to.equal(true);
      }),
    );
  });

  it('names the variables that have no value, each once', () => {
    const variables = new Map<string, string | readonly string[]>([
      ['a', '1'],
      ['list', ['1', '2']],
    ]);

    expect(unresolvedIn(`\${a}/\${b}/\${c}/\${b}/\${*}/\${list}`, variables)).to.deep.equal([
      'b',
      'c',
      'list',
    ]);
    expect(filledIn(`\${a}/\${b}`, variables)).to.equal(null);
  });
});
