import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { TestRecord } from '../../../reports/run-record.ts';
import { projectFile } from '../project.ts';
import type { Means } from './examine.ts';
import { isSlow } from './spec-list.ts';

/** A test that fails on a healthy board, so that its failure tells nothing. */
export interface Unsound {
  readonly release: string;
  readonly file: string;
  readonly test: string;
}

const isSame = (a: TestRecord, b: TestRecord): boolean =>
  a.file === b.file && a.title === b.title && a.suites.join('\n') === b.suites.join('\n');

/** Specs on a healthy board: what has become of them so far, and whether more is to come. */
class HealthyRun {
  readonly #tests: TestRecord[] = [];
  readonly #progress = new EventEmitter().setMaxListeners(0);
  #isOver = false;

  constructor(run: Means['run'], specs: readonly string[], release: string) {
    const isEnough = (test: TestRecord): boolean => {
      this.#tests.push(test);
      this.#progress.emit('progress');
      return false;
    };
    void run({ specs, release, planted: {}, isEnough }).finally(() => {
      this.#isOver = true;
      this.#progress.emit('progress');
    });
  }

  /** The same test here, as soon as it has run; undefined if it never does. */
  async twinOf(test: TestRecord): Promise<TestRecord | undefined> {
    for (;;) {
      const twin = this.#tests.find((other) => isSame(test, other));
      if (twin || this.#isOver) return twin;
      await once(this.#progress, 'progress');
    }
  }
}

/**
 * Tells whether tests pass on a healthy board. Each spec is run there once for each release, as soon as it matters: the
 * slow ones by themselves, all others in one go, because it costs most of them more to begin than to run.
 * @param unsound is given those that do not
 */
export const soundness = (
  { run, specs }: Pick<Means, 'run' | 'specs'>,
  unsound: Unsound[],
): Means['isSound'] => {
  const healthy = new Map<string, HealthyRun>();
  const quick = specs.filter((spec) => !isSlow(spec)).map(({ path }) => path);
  const groupOf = (path: string): readonly string[] =>
    quick.includes(path) ? [path, ...quick.filter((other) => other !== path)] : [path];
  const runOf = (path: string, release: string): HealthyRun => {
    const key = quick.includes(path) ? release : `${release} ${path}`;
    const known = healthy.get(key) ?? new HealthyRun(run, groupOf(path), release);
    healthy.set(key, known);
    return known;
  };
  return async (test, release) => {
    const path = join(projectFile('.'), test.file);
    const twin = await runOf(path, release).twinOf(test);
    if (twin?.state === 'passed') return true;
    unsound.push({ release, file: test.file, test: [...test.suites, test.title].join(' ') });
    return false;
  };
};
