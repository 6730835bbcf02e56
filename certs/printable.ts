/** Control characters, ends of lines, and what changes the direction of text: they make a terminal show another text. */
const CONTROL = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

export const hasControlCharacters = (text: string): boolean => text.search(CONTROL) >= 0;

/** A text from a stranger, for one line of a terminal: what is not to be seen is spelt out, as in `\u{1b}[2J`. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
