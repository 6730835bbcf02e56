import { expect } from 'chai';
import fc from 'fast-check';
import { Arguments, splitParameters } from './arguments.ts';
import { codeLine, Refusal } from './refusal.ts';

const codesOf = (act: () => unknown): readonly number[] | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.codes;
    throw error;
  }
  return undefined;
};

const escaped = (text: string): string => text.replace(/[\\,"]/g, '\\$&');

describe('A command line’s parameters', () => {
  it('split at every comma that is not escaped, also inside quotes', () => {
    expect(splitParameters('1,"a,b",2')).to.deep.equal(['1', '"a', 'b"', '2']);
    expect(splitParameters('"a\\,b",2')).to.deep.equal(['"a\\,b"', '2']);
    expect(splitParameters('1,')).to.deep.equal(['1', '']);
    expect(splitParameters('"a\\')).to.deep.equal(['"a\\']);
  });

  it('give back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary-ascii' }), { minLength: 1 }), (texts) => {
        const line = texts.map((text) => `"${escaped(text)}"`).join(',');
        const args = new Arguments(splitParameters(line));

        expect(texts.map((_, index) => args.text(index))).to.deep.equal(texts);
        expect(args.count).to.equal(texts.length);
      }),
    );
  });

  const numbers: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['-1', -1],
    ['010', 10],
    ['0x10', 16],
    ['0XfF', 255],
    ['-0x10', -16],
  ];
  for (const [token, value] of numbers) {
    it(`read ${token} as ${value}`, () => {
      expect(new Arguments([token]).number(0)).to.equal(value);
    });
  }

  for (const token of ['', ' 1', '1 ', 'a', '"1"', '+1', '1.5', '0x', '--1', '1e3', '\n1']) {
    it(`refuse ${JSON.stringify(token)} as a number, with the code of its place`, () => {
      expect(codesOf(() => new Arguments(['0', token]).number(1))).to.deep.equal([0x01080001]);
    });
  }

  for (const token of ['', 'a', '"', '"a', 'a"', '"a"b"', '"a\\"', ' "a"', '"a" ']) {
    it(`refuse ${JSON.stringify(token)} as text, with the code of its place and their own`, () => {
      const codes = codesOf(() => new Arguments([token]).text(0, 0x010a6014));
      expect(codes).to.deep.equal([0x01080000, 0x010a6014]);
    });
  }

  it('refuse what is missing at the end like what cannot be read', () => {
    expect(codesOf(() => new Arguments(['1']).number(3))).to.deep.equal([0x01080003]);
    expect(codesOf(() => new Arguments(['1']).text(1))).to.deep.equal([0x01080001]);
  });

  it('count a value out of range from one', () => {
    expect(codesOf(() => new Arguments(['9']).numberIn(0, 0, 3))).to.deep.equal([0x01070001]);
  });

  it('refuse too many without a code', () => {
    expect(codesOf(() => new Arguments(['1', '2']).atMost(1))).to.deep.equal([]);
  });
});

describe('codeLine', () => {
  it('spells a code with eight lower-case digits', () => {
    expect(codeLine(0x010a6003)).to.equal('ERR CODE:0x010a6003\r\n');
  });
});
