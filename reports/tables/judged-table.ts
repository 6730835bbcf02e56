import type { TestRecord } from '../run-record.ts';
import type { TableStyle } from '../summary-table.ts';
import { columns, fitted, painter, type Style } from '../terminal-text.ts';
import type { JudgedCase } from './judged-case.ts';

const VERDICTS: Readonly<Record<JudgedCase['verdict'], Style>> = {
  pass: 'green',
  'pass with warnings': 'yellow',
  fail: 'red',
};

const COMPARISONS: Readonly<Record<JudgedCase['comparison'], Style>> = {
  'as expected': 'dim',
  worse: 'red',
  better: 'yellow',
  'not known': 'dim',
};

/** The cases that tests came to, in their order. */
export const judgedIn = (tests: readonly TestRecord[]): readonly JudgedCase[] =>
  tests.flatMap(({ judged }) => judged ?? []);

/** Whose cases these are. */
export const programmesOf = (cases: readonly JudgedCase[]): string =>
  [...new Set(cases.map(({ programme }) => programme))].join(' and ');

/** `11 required: 8 pass, 1 pass with warnings, 2 fail` */
const counted = (name: string, cases: readonly JudgedCase[]): string[] => {
  const counts = Object.keys(VERDICTS).map(
    (verdict) => `${cases.filter((one) => one.verdict === verdict).length} ${verdict}`,
  );
  return cases.length === 0 ? [] : [`  ${cases.length} ${name}: ${counts.join(', ')}`];
};

const compared = (cases: readonly JudgedCase[]): string => {
  const counts = Object.keys(COMPARISONS).map(
    (comparison) => `${cases.filter((one) => one.comparison === comparison).length} ${comparison}`,
  );
  return `  beside what is known of this firmware: ${counts.join(', ')}`;
};

/**
 * Cases of a programme, each with its verdict, what was expected, and why; those that the programme wants passed have
 * a star. Empty if there are none.
 */
export const judgedTable = (
  cases: readonly JudgedCase[],
  { width = 100, colour = false }: TableStyle = {},
): string => {
  if (cases.length === 0) return '';
  const paint = painter(colour);
  const idWidth = Math.max(...cases.map(({ id }) => columns(id)));
  const verdictWidth = Math.max(...Object.keys(VERDICTS).map(columns));
  const because = (text: string): string => {
    const line = `      ${text}`;
    return paint('dim', columns(line) > width ? fitted(line, width) : line);
  };
  const rows = cases.flatMap(({ id, isRequired, verdict, comparison, reason, expected }) => [
    [
      `  ${isRequired ? '*' : ' '} ${fitted(id, idWidth)}`,
      paint(VERDICTS[verdict], fitted(verdict, verdictWidth)),
      paint(COMPARISONS[comparison], comparison),
    ].join('  '),
    because(reason),
    ...(expected ? [because(`expected ${expected.verdict}: ${expected.because}`)] : []),
  ]);
  return [
    paint('bold', `What ${programmesOf(cases)} would say; * is required`),
    ...rows,
    ...counted(
      'required',
      cases.filter(({ isRequired }) => isRequired),
    ),
    ...counted(
      'others',
      cases.filter(({ isRequired }) => !isRequired),
    ),
    compared(cases),
    '',
  ].join('\n');
};
