import type { Leak } from './redaction/leak-scan.ts';
import type { HookRecord, RecordLine, TestRecord } from './run-record.ts';
import type { Trouble } from './stage.ts';

/** Why a run counts as it does. Only `passed` is a pass. */
export type Verdict =
  | 'passed'
  | 'failed'
  /** Not one test was executed: nothing was proved. */
  | 'nothing executed'
  /** The run was cut off before its end. */
  | 'incomplete';

export interface Summary {
  readonly verdict: Verdict;
  readonly tests: readonly TestRecord[];
  /** Hooks that failed; the tests behind them may be among `notRun`. */
  readonly hooks: readonly HookRecord[];
  readonly planned: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly notRun: number;
  /** Of those passed, the ones that needed another try. */
  readonly flaky: number;
  readonly durationMs: number;
  readonly troubles: readonly Trouble[];
  readonly leaks: readonly Leak[];
  /** What the run said of itself; empty if it was cut off before. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One line a test; a test that failed after it had passed has failed. */
const onePerTest = (lines: readonly RecordLine[]): TestRecord[] => {
  const tests = new Map<number, TestRecord>();
  for (const line of lines) {
    if (line.type === 'test' && tests.get(line.id)?.state !== 'failed') tests.set(line.id, line);
  }
  return [...tests.values()];
};

const verdictOf = (ended: boolean, bad: boolean, executed: number, notRun: number): Verdict => {
  if (bad) return 'failed';
  if (!ended || notRun > 0) return 'incomplete';
  return executed === 0 ? 'nothing executed' : 'passed';
};

/** What a run came to, from the record that its reporter wrote. */
export const summarize = (lines: readonly RecordLine[]): Summary => {
  const tests = onePerTest(lines);
  const hooks = lines.filter((line) => line.type === 'hook');
  const start = lines.find((line) => line.type === 'start');
  const end = lines.find((line) => line.type === 'end');
  const count = (state: TestRecord['state']): number =>
    tests.filter((test) => test.state === state).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const planned = start?.planned ?? 0;
  const notRun = Math.max(0, planned - tests.length);
  const { troubles = [], leaks = [], environment = {} } = end ?? {};
  const bad = failed + hooks.length + leaks.length > 0 || troubles.some(({ fatal }) => fatal);
  return {
    verdict: verdictOf(end !== undefined, bad, passed + failed, notRun),
    tests,
    hooks,
    planned,
    passed,
    failed,
    skipped,
    notRun,
    flaky: tests.filter(({ state, retries }) => state === 'passed' && retries > 0).length,
    durationMs: start && end ? end.at - start.at : 0,
    troubles,
    leaks,
    environment,
  };
};
