import { expect } from 'chai';
import fc from 'fast-check';
import { basicPattern } from './basic-pattern.ts';

const found = (pattern: string, text: string): string | undefined =>
  basicPattern(pattern)?.exec(text)?.[0];

describe('A basic regular expression', () => {
  for (const [pattern, text, match] of [
    ['^WIFI CONNECTED\r\n', 'WIFI CONNECTED\r\n', 'WIFI CONNECTED\r\n'],
    ['^WIFI CONNECTED\r\n', 'a WIFI CONNECTED\r\n', undefined],
    // A plus, braces and bars stand for themselves.
    ['^+HTTPCGET:[0-9]*,', '+HTTPCGET:12,abc', '+HTTPCGET:12,'],
    ['a?|(b){2}', 'xa?|(b){2}', 'a?|(b){2}'],
    ['\r\nOK\r\n$', '+X:1\r\n\r\nOK\r\n', '\r\nOK\r\n'],
    ['^$', 'text', undefined],
    ['a^b$c', 'a^b$c', 'a^b$c'],
    ['*a', 'x*a', '*a'],
    ['^*a', '*a', '*a'],
    ['ab*c', 'abbbc', 'abbbc'],
    ['ab**c', 'abbc', 'abbc'],
    ['a.c', 'a\nc', 'a\nc'],
    ['a\\.c', 'abc', undefined],
    ['\\(ab\\)*c', 'ababc', 'ababc'],
    ['\\(*a\\)', '*a', '*a'],
    ['\\(a.\\)-\\1', 'ab-ac', undefined],
    ['\\(a.\\)-\\1', 'ab-ab', 'ab-ab'],
    ['a\\{2,3\\}', 'aaaa', 'aaa'],
    ['a\\{2\\}', 'aaaa', 'aa'],
    ['a\\{2,\\}', 'aaaa', 'aaaa'],
    ['[]x]*', ']x]y', ']x]'],
    ['[^]x]', ']xy', 'y'],
    ['[[:digit:][:upper:]-]*', '7A-b', '7A-'],
    ['[\\n]', 'n', 'n'],
    ['[\\n]', '\\', '\\'],
  ] as const) {
    it(`${JSON.stringify(pattern)} finds ${JSON.stringify(match ?? null)} in ${JSON.stringify(text)}`, () => {
      expect(found(pattern, text)).to.equal(match);
    });
  }

  for (const broken of [
    '\\(a',
    'a\\)',
    '[a',
    'a\\',
    'a\\{2',
    '\\{2\\}',
    'a\\{3,2\\}',
    '[[:nope:]]',
    '[z-a]',
    '\\1',
  ]) {
    it(`is not ${broken}`, () => {
      expect(basicPattern(broken)).to.equal(undefined);
    });
  }

  it('finds any text that stands in it as it is', () => {
    const plain = fc
      .string({ minLength: 1, maxLength: 64 })
      .filter((text) => !/[\\[*.^$]/.test(text));

    fc.assert(
      fc.property(plain, fc.string(), fc.string(), (text, before, after) => {
        const match = basicPattern(text)?.exec(before + text + after);
        expect(match?.[0]).to.equal(text);
      }),
    );
  });

  it('is taken or refused, whatever it is made of', () => {
    const pieces = fc.constantFrom(
      '\\',
      '(',
      ')',
      '{',
      '}',
      '1',
      ',',
      '[',
      ']',
      '^',
      '$',
      '*',
      '.',
      ':',
      '-',
      'a',
    );

    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 64 }), (parts) => {
        const pattern = basicPattern(parts.join(''));
        expect(pattern === undefined || pattern instanceof RegExp).to.equal(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
