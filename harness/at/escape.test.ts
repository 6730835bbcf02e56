import { expect } from 'chai';
import fc from 'fast-check';
import { escapeText, latin1 } from './escape.ts';

const WORDS: Readonly<Record<string, string>> = { r: '\r', n: '\n', '\\': '\\' };

const readBack = (shown: string): string =>
  shown.replace(/\\(r|n|\\|x(..))/g, (_all, word: string, hex: string | undefined) =>
    hex === undefined ? String(WORDS[word]) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

describe('Escaped bytes', () => {
  it('can be read back, and are plain text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const shown = escapeText(latin1(bytes));

        expect(shown).to.match(/^[\x20-\x7e]*$/);
        if (!shown.includes(' times ')) expect(readBack(shown)).to.equal(latin1(bytes));
      }),
    );
  });

  it('say how often a byte comes that comes often', () => {
    expect(escapeText(`a${'\xff'.repeat(4_096)}\r\n`)).to.equal('a<4096 times \\xff>\\r\\n');
    expect(escapeText('\xff'.repeat(4))).to.equal('\\xff\\xff\\xff\\xff');
  });
});
