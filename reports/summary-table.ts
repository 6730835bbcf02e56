import type { TestRecord } from './run-record.ts';
import type { Summary } from './summary.ts';

export interface TableStyle {
  /** Columns of the terminal; long titles are cut to fit. */
  readonly width?: number;
  readonly colour?: boolean;
}

/** Select Graphic Rendition, ECMA-48 8.3.117. */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

type Style = keyof typeof STYLES;

const SIGNS = { passed: ['✓', 'green'], failed: ['✗', 'red'], skipped: ['-', 'yellow'] } as const;

const segmenter = new Intl.Segmenter();
const columns = (text: string): number => [...segmenter.segment(text)].length;

const fitted = (text: string, width: number): string => {
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  if (characters.length <= width) return text + ' '.repeat(width - characters.length);
  return `${characters.slice(0, width - 1).join('')}…`;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const resultOf = (test: TestRecord): string => {
  if (test.state === 'failed') return `${test.colour ?? 'harness'} ${test.code ?? ''}`.trim();
  if (test.state === 'skipped') return test.reason ?? 'skipped';
  return test.retries > 0 ? `passed, flaky (try ${test.retries + 1})` : 'passed';
};

/** Colour only for a person who looks at a terminal and has not said that they would rather not. */
export const wantsColour = (stream: { isTTY?: boolean }, noColour: string | undefined): boolean =>
  stream.isTTY === true && !noColour;

const counts = (summary: Summary): string => {
  const { passed, failed, skipped, notRun, flaky, hooks, durationMs } = summary;
  const optional = [
    flaky > 0 ? `${flaky} flaky` : '',
    notRun > 0 ? `${notRun} not run` : '',
    hooks.length > 0 ? `${hooks.length} set-up or clean-up failed` : '',
  ].filter((part) => part !== '');
  const always = [`${passed} passed`, `${failed} failed`, `${skipped} skipped`];
  return `${[...always, ...optional].join(', ')} in ${seconds(durationMs)}: ${summary.verdict}`;
};

/** Each reason once, with how many tests it failed: one fault of a bench fails many. */
const reasons = (tests: readonly TestRecord[]): string[] => {
  const counted = new Map<string, number>();
  for (const { state, code, message } of tests) {
    if (state !== 'failed' || !message) continue;
    const reason = `${code ?? 'failed'}: ${message.split('\n', 1)[0]}`;
    counted.set(reason, (counted.get(reason) ?? 0) + 1);
  }
  return [...counted].map(([reason, times]) => (times > 1 ? `${reason} (${times} tests)` : reason));
};

/** The end of a run for a person: each step of the procedure, its result, its time; then what it comes to. */
export const summaryTable = (
  summary: Summary,
  { width = 100, colour = false }: TableStyle = {},
): string => {
  const paint = (style: Style, text: string): string =>
    colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
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
  const wrong = [
    ...reasons(summary.tests),
    ...summary.hooks.map(
      ({ title, colour: whose, code, message }) => `${title}: ${whose} ${code}: ${message}`,
    ),
    ...summary.troubles.map(({ message }) => message),
    ...summary.leaks.map(({ file, kind }) => `a secret (${kind}) was stored in ${file}`),
  ].map((line) => paint('red', `  ! ${line}`));
  const style = summary.verdict === 'passed' ? 'green' : 'red';
  return [...rows, ...wrong, '', paint(style, counts(summary)), ''].join('\n');
};
