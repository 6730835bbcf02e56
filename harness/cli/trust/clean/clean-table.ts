import type { CleanRun } from './clean-run.ts';

const ROW = [14, 6, 7, 8, 8, 10] as const;

const row = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, at) =>
      at === 0 ? String(cell).padEnd(ROW[0]) : String(cell).padStart(ROW[at] ?? 8),
    )
    .join(' ');

/** What makes the same order and the same wires again. */
export const commandOf = ({ release, seed }: CleanRun): string =>
  `esp-at-bench run --release ${release} --shuffle --seed ${seed}`;

/** What failed, each on a line. */
export const whyRed = ({ verdict, failed }: CleanRun): readonly string[] =>
  failed.length === 0
    ? [verdict]
    : failed.map(
        ({ suites, title, colour, code, message = '' }) =>
          `${[...suites, title].join(' › ')}: ${colour} ${code}: ${message.split('\n', 1)[0]}`,
      );

/** What failed, each on a line, with what gives it again. */
const failuresOf = (run: CleanRun): string[] => [
  `${run.release}, again with: ${commandOf(run)}`,
  ...whyRed(run).map((line) => `  ${line}`),
];

/** `6 runs in 4.0 minutes: all green` */
export const cleanCounts = (runs: readonly CleanRun[], tookMs: number): string => {
  const red = runs.filter(({ verdict }) => verdict !== 'passed').length;
  return `${runs.length} runs in ${(tookMs / 60_000).toFixed(1)} minutes: ${red === 0 ? 'all green' : `${red} not green`}`;
};

/** Release by release: how many runs, how many tests in them, how many of either were red. */
export const cleanTable = (runs: readonly CleanRun[], tookMs: number): string => {
  const releases = [...new Set(runs.map(({ release }) => release))];
  const sum = (of: readonly CleanRun[], count: (run: CleanRun) => number): number =>
    of.reduce((total, run) => total + count(run), 0);
  const rows = releases.map((release) => {
    const of = runs.filter((run) => run.release === release);
    const seconds = sum(of, ({ tookMs: ms }) => ms) / of.length / 1000;
    return row([
      release,
      of.length,
      sum(of, ({ tests }) => tests),
      sum(of, ({ skipped }) => skipped),
      sum(of, ({ verdict }) => (verdict === 'passed' ? 0 : 1)),
      `${seconds.toFixed(1)} s`,
    ]);
  });
  const red = runs.filter(({ verdict }) => verdict !== 'passed');
  return [
    row(['release', 'runs', 'tests', 'skipped', 'red', 'a run']),
    ...rows,
    '',
    ...red.flatMap(failuresOf),
    cleanCounts(runs, tookMs),
    '',
  ].join('\n');
};
