import { relative } from 'node:path';
import type { Hook, Runner, Test } from 'mocha';
import { areaOf } from './area.ts';
import { type Finding, findingOf } from './failure.ts';
import type { Leak } from './redaction/leak-scan.ts';
import type { RunRecord, TestRecord } from './run-record.ts';
import { skipReason } from './skip.ts';
import { stage } from './stage.ts';
import { diagnosisOf, type NamedCause } from './told-diagnosis.ts';

/** How often a test was tried before. Public in Mocha, protected in its type declarations. */
export const attemptsBefore = (test: Test): number =>
  Number(Reflect.apply(Reflect.get(test, 'currentRetry'), test, []));

const suitesOf = (test: Test): string[] => test.titlePath().slice(0, -1);

/** Free text only: the words that a summary goes by stay, also when somebody's password is `test`. */
const clean = (text: string): string => stage().redactor.redact(text);

const sentence = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return clean(message.split('\n', 1)[0] ?? '');
};

const causeOf = (error: unknown): { diagnosis?: NamedCause } => {
  const cause = diagnosisOf(error)?.cause;
  return cause ? { diagnosis: cause } : {};
};

const inArea = (runnable: Hook | Test): Pick<TestRecord, 'area'> => {
  const area = areaOf(runnable);
  return area === undefined ? {} : { area };
};

/** Follows a Mocha run and writes it down: what `npm start` prints its table and decides its exit code from. */
export class RunCollector {
  readonly #record: RunRecord;
  readonly #ids = new WeakMap<Test, number>();
  #seen = 0;

  constructor(record: RunRecord, runner: Runner) {
    this.#record = record;
    runner.on('start', () => record.add({ type: 'start', planned: runner.total, at: Date.now() }));
  }

  passed(test: Test): void {
    this.#add(test, { state: 'passed' });
  }

  skipped(test: Test): void {
    const reason = skipReason(test);
    this.#add(test, {
      state: 'skipped',
      ...(reason === undefined ? {} : { reason: clean(reason) }),
    });
  }

  failed(test: Test, error: unknown, finding: Finding): void {
    this.#add(test, { state: 'failed', message: sentence(error), ...finding, ...causeOf(error) });
  }

  hookFailed(hook: Hook, error: unknown): void {
    const finding = findingOf(error, hook.file);
    this.#record.add({
      type: 'hook',
      title: clean(hook.title),
      message: sentence(error),
      ...finding,
      ...causeOf(error),
      ...inArea(hook),
    });
  }

  ended(leaks: readonly Leak[], environment: Readonly<Record<string, string>>): void {
    const { troubles } = stage();
    this.#record.add({ type: 'end', at: Date.now(), troubles, leaks, environment });
  }

  #add(
    test: Test,
    what: Pick<TestRecord, 'state' | 'reason' | 'message' | 'colour' | 'code' | 'diagnosis'>,
  ): void {
    const judged = stage().scene?.judged;
    const id = this.#ids.get(test) ?? this.#seen++;
    this.#ids.set(test, id);
    this.#record.add({
      type: 'test',
      id,
      title: clean(test.title),
      suites: suitesOf(test).map(clean),
      file: test.file ? relative(process.cwd(), test.file) : '',
      durationMs: test.duration ?? 0,
      retries: attemptsBefore(test),
      ...what,
      ...inArea(test),
      ...(judged === undefined || what.state === 'skipped' ? {} : { judged }),
    });
  }
}
