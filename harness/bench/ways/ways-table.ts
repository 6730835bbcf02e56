import type { PlaceDigest } from '../../flash/rom/credential-places.ts';

/** A way by which credentials came into a board. */
export interface TriedWay {
  readonly way: string;
  /** Until the board was up with them. */
  readonly ms: number;
  /** Of flash that was written. */
  readonly bytes: number;
  readonly places: Readonly<Record<string, PlaceDigest>>;
}

const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** So much of a digest tells two apart for a person. */
const SHOWN = 16;

/** The ways across, what each took and left down: one table for a person. */
export const waysTable = (ways: readonly TriedWay[]): string => {
  const places = [...new Set(ways.flatMap((each) => Object.keys(each.places)))].sort();
  const digestOf = ({ places: all }: TriedWay, place: string): string => {
    const found = all[place];
    return found ? `${found.bytes} bytes, ${found.sha256.slice(0, SHOWN)}` : 'nothing';
  };
  return aligned([
    ['', ...ways.map(({ way }) => way)],
    ['time until the board was up', ...ways.map(({ ms }) => `${(ms / 1000).toFixed(2)} s`)],
    ['bytes written', ...ways.map(({ bytes }) => String(bytes))],
    ...places.map((place) => [place, ...ways.map((each) => digestOf(each, place))]),
  ]).join('\n');
};
