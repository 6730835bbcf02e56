import type { TestRecord } from '../run-record.ts';
import { counts, type TableStyle } from '../summary-table.ts';
import { columns, fitted, painter, type Style } from '../terminal-text.ts';
import { judgedReleases } from './judged-releases.ts';
import type { Matrix, ReleaseSummary } from './matrix.ts';
import { failuresOf, skipsOf } from './matrix-causes.ts';

/** Figures of some tests: what stands in one cell. */
interface Cell {
  readonly text: string;
  readonly style: Style;
}

interface Row {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Between two columns. */
const GAP = '  ';
/** A suite's title is cut to it. */
const NAME_WIDTH = 34;

const suiteOf = ({ suites }: TestRecord): string => suites[0] ?? 'no suite';

const cellOf = (tests: readonly TestRecord[], durationMs: number, notRun = 0): Cell => {
  const count = (state: TestRecord['state']): number =>
    tests.filter((test) => test.state === state).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const flaky = tests.filter(({ state, retries }) => state === 'passed' && retries > 0).length;
  const figures = [
    failed > 0 ? `✗${failed}` : '',
    passed > 0 ? `✓${passed}` : '',
    flaky > 0 ? `~${flaky}` : '',
    skipped > 0 ? `-${skipped}` : '',
    notRun > 0 ? `·${notRun}` : '',
  ].filter((figure) => figure !== '');
  if (figures.length === 0) return { text: 'none', style: 'dim' };
  const style = failed > 0 ? 'red' : passed > 0 && flaky === 0 ? 'green' : 'yellow';
  return { text: `${figures.join(' ')} ${(durationMs / 1000).toFixed(1)}s`, style };
};

const timeOf = (tests: readonly TestRecord[]): number =>
  tests.reduce((total, { durationMs }) => total + durationMs, 0);

const rowsOf = (releases: readonly ReleaseSummary[], suites: readonly string[]): Row[] => [
  ...suites.map((name) => ({
    name,
    cells: releases.map(({ tests }) => {
      const own = tests.filter((test) => suiteOf(test) === name);
      return cellOf(own, timeOf(own));
    }),
  })),
  {
    name: 'all',
    cells: releases.map(({ tests, durationMs, notRun }) => cellOf(tests, durationMs, notRun)),
  },
  {
    name: '',
    cells: releases.map(({ verdict }) => ({
      text: verdict,
      style: verdict === 'passed' ? 'green' : 'red',
    })),
  },
];

/** As many releases beside each other as fit; the others follow below. */
const inBlocks = (
  releases: readonly ReleaseSummary[],
  cellWidth: number,
  room: number,
): ReleaseSummary[][] => {
  const most = Math.max(1, Math.floor(room / (cellWidth + GAP.length)));
  const blocks = Math.max(1, Math.ceil(releases.length / most));
  const each = Math.ceil(releases.length / blocks);
  return Array.from({ length: blocks }, (_, i) => releases.slice(i * each, (i + 1) * each));
};

/** The end of a run on several releases, for a person: suites down, releases across, then the causes. */
export const matrixTable = (
  matrix: Matrix,
  { width = 100, colour = false }: TableStyle = {},
): string => {
  const paint = painter(colour);
  const { releases } = matrix;
  const suites = [...new Set(releases.flatMap(({ tests }) => tests.map(suiteOf)))];
  const all = rowsOf(releases, suites);
  const nameWidth = Math.min(NAME_WIDTH, Math.max(...all.map(({ name }) => columns(name))));
  const cells = all.flatMap((row) => row.cells.map(({ text }) => columns(text)));
  const cellWidth = Math.max(0, ...cells, ...releases.map(({ release }) => columns(release)));
  const blocks = inBlocks(releases, cellWidth, width - nameWidth).flatMap((block) => {
    const heads = block.map(({ release }) => GAP + fitted(release, cellWidth));
    const rows = rowsOf(block, suites).map(
      ({ name, cells: own }) =>
        fitted(name, nameWidth) +
        own.map(({ text, style }) => GAP + paint(style, fitted(text, cellWidth))).join(''),
    );
    return [' '.repeat(nameWidth) + paint('bold', heads.join('')), ...rows, ''];
  });
  const listed = (sign: string, style: Style, causes: readonly string[][]): string[] =>
    causes.flatMap(([reason = '', ...where]) => [
      paint(style, `  ${sign} ${reason}`),
      ...where.map((line) => `    ${line}`),
    ]);
  const causes = [
    ...listed('!', 'red', failuresOf(matrix)),
    ...listed('-', 'yellow', skipsOf(matrix)),
  ];
  const judged = judgedReleases(releases, { colour });
  const style = matrix.verdict === 'passed' ? 'green' : 'red';
  return [
    ...blocks,
    ...(judged.length > 0 ? [...judged, ''] : []),
    ...(causes.length > 0 ? [...causes, ''] : []),
    paint('dim', '✓ passed   ✗ failed   - skipped   ~ passed when tried again   · not run'),
    paint(style, `${releases.length} releases: ${counts({ ...matrix, hooks: [] })}`),
    '',
  ]
    .map((line) => line.trimEnd())
    .join('\n');
};
