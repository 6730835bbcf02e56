import { type Figure, ratioOf } from './figure.ts';

const ms = (value: number): string => `${value.toFixed(value < 10 ? 3 : 1)} ms`;

const rowOf = (figure: Figure): string[] => [
  figure.name,
  ms(figure.ms),
  ms(figure.floorMs),
  ratioOf(figure).toFixed(2),
  figure.floor,
];

/** For people: one line a figure. */
export const figureTable = (figures: readonly Figure[]): string => {
  const rows = [['', 'median', 'floor', 'ratio', 'the floor is'], ...figures.map(rowOf)];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : column < 4 ? cell.padStart(width) : cell;
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};

/** For programs: the same figures, with the ratio. */
export const figureJson = (figures: readonly Figure[]): string =>
  JSON.stringify(
    figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) })),
    null,
    2,
  );
