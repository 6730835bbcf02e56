/** Select Graphic Rendition, ECMA-48 8.3.117. */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export type Style = keyof typeof STYLES;

/** How each outcome of a test is shown. */
export const SIGNS = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['-', 'yellow'],
} as const;

const segmenter = new Intl.Segmenter();

/** How many columns of a terminal a text takes. */
export const columns = (text: string): number => [...segmenter.segment(text)].length;

/** Exactly so wide: filled up with blanks, or cut. */
export const fitted = (text: string, width: number): string => {
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  if (characters.length <= width) return text + ' '.repeat(width - characters.length);
  return `${characters.slice(0, width - 1).join('')}…`;
};

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** Paints words for a terminal, or leaves them as they are. */
export const painter =
  (colour: boolean) =>
  (style: Style, text: string): string =>
    colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;

/** Colour only for a person who looks at a terminal and has not said that they would rather not. */
export const wantsColour = (stream: { isTTY?: boolean }, noColour: string | undefined): boolean =>
  stream.isTTY === true && !noColour;
