import type { TestRecord } from './run-record.ts';
import type { Summary } from './summary.ts';
import { judgedIn, judgedTable } from './tables/judged-table.ts';
import { columns, fitted, painter, SIGNS, seconds } from './terminal-text.ts';
import type { NamedCause } from './told-diagnosis.ts';

export interface TableStyle {
  /** Columns of the terminal; long titles are cut to fit. */
  readonly width?: number;
  readonly colour?: boolean;
}

const resultOf = (test: TestRecord): string => {
  if (test.state === 'failed') return `${test.colour ?? 'harness'} ${test.code ?? ''}`.trim();
  if (test.state === 'skipped') return test.reason ?? 'skipped';
  return test.retries > 0 ? `passed, flaky (try ${test.retries + 1})` : 'passed';
};

/** `27 passed, 0 failed, 0 skipped in 14.20 s: passed` */
export const counts = (
  summary: Omit<Summary, 'tests' | 'planned' | 'troubles' | 'leaks' | 'environment'>,
): string => {
  const { passed, failed, skipped, notRun, flaky, hooks, durationMs } = summary;
  const optional = [
    flaky > 0 ? `${flaky} flaky` : '',
    notRun > 0 ? `${notRun} not run` : '',
    hooks.length > 0 ? `${hooks.length} set-up or clean-up failed` : '',
  ].filter((part) => part !== '');
  const always = [`${passed} passed`, `${failed} failed`, `${skipped} skipped`];
  return `${[...always, ...optional].join(', ')} in ${seconds(durationMs)}: ${summary.verdict}`;
};

/** `CA_IN_WRONG_PARTITION, 90 %; next: Write it into mqtt_ca.` */
const spellCause = ({ name, confidence, next }: NamedCause): string =>
  `${name}, ${Math.round(100 * confidence)} %; next: ${next}`;

const areasOf = (tests: readonly TestRecord[]): string => {
  const areas = new Set(tests.flatMap(({ area }) => area ?? []));
  return areas.size > 0 ? `${[...areas].join(', ')}: ` : '';
};

const reasonOf = ({ code, message = '' }: TestRecord): string =>
  `${code ?? 'failed'}: ${message.split('\n', 1)[0]}`;

/**
 * Each reason once, with what the tests that it failed are about, and how many they are, and below it its cause: one fault of a
 * bench fails many, and two may look alike.
 */
const reasons = (tests: readonly TestRecord[]): string[] => {
  const failed = new Map<string, TestRecord[]>();
  for (const test of tests) {
    if (test.state !== 'failed' || !test.message) continue;
    const key = `${test.diagnosis?.name ?? ''} ${reasonOf(test)}`;
    failed.set(key, [...(failed.get(key) ?? []), test]);
  }
  return [...failed.values()].flatMap((all) => {
    const reason = all[0] ? reasonOf(all[0]) : '';
    const times = all.length > 1 ? ` (${all.length} tests)` : '';
    const cause = all[0]?.diagnosis;
    return [`${areasOf(all)}${reason}${times}`, ...(cause ? [`  ${spellCause(cause)}`] : [])];
  });
};

/** A full disk keeps every file from being written: the first of them says why. */
const warningsOf = (troubles: Summary['troubles']): string[] => {
  const [first, ...more] = troubles.filter(({ code }) => code === 'RESULT_NOT_WRITTEN');
  const others = troubles.filter(({ code }) => code !== 'RESULT_NOT_WRITTEN');
  const unwritten = more.length > 0 ? `; nor could ${more.length} other files` : '';
  return [
    ...others.map(({ message }) => message),
    ...(first ? [`${first.message}${unwritten}`] : []),
  ];
};

/** What went wrong with a run beyond its tests: hooks that failed none of them, the evidence itself. */
export const troublesOf = ({ tests, hooks, troubles, leaks }: Summary): string[] => [
  ...hooks
    .filter(({ code, message }) => !tests.some((t) => t.code === code && t.message === message))
    .map(({ title, colour, code, message }) => `${title}: ${colour} ${code}: ${message}`),
  ...warningsOf(troubles),
  ...leaks.map(({ file, kind }) => `a secret (${kind}) was stored in ${file}`),
];

/** The end of a run for a person: each step of the procedure, its result, its time; then what it comes to. */
export const summaryTable = (
  summary: Summary,
  { width = 100, colour = false }: TableStyle = {},
): string => {
  const paint = painter(colour);
  const results = summary.tests.map(resultOf);
  const resultWidth = Math.min(32, Math.max(6, ...results.map(columns)));
  const widest = Math.max(4, ...summary.tests.map(({ title }) => columns(title)));
  const titleWidth = Math.max(20, Math.min(widest, width - resultWidth - 18));
  let suite = '';
  const rows = summary.tests.flatMap((test, index) => {
    const [sign, style] = SIGNS[test.state];
    const heading = test.suites.join(' › ');
    const above = heading === suite ? [] : [paint('bold', heading)];
    suite = heading;
    const result = fitted(results[index] ?? '', resultWidth);
    const time = seconds(test.durationMs).padStart(10);
    return [
      ...above,
      `  ${paint(style, sign)} ${fitted(test.title, titleWidth)}  ${paint(style, result)}${paint('dim', time)}`,
    ];
  });
  const wrong = [...reasons(summary.tests), ...troublesOf(summary)].map((line) =>
    paint('red', line.startsWith(' ') ? `    ${line}` : `  ! ${line}`),
  );
  const style = summary.verdict === 'passed' ? 'green' : 'red';
  const judged = judgedTable(judgedIn(summary.tests), { width, colour });
  const cases = judged === '' ? [] : ['', ...judged.trimEnd().split('\n')];
  return [...rows, ...cases, ...wrong, '', paint(style, counts(summary)), ''].join('\n');
};
