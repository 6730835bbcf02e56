import { join } from 'node:path';
import type { TestRecord } from '../../../reports/run-record.ts';
import { projectFile } from '../project.ts';
import type { Means } from './examine.ts';

/** A test that fails on a healthy board, so that its failure tells nothing. */
export interface Unsound {
  readonly release: string;
  readonly file: string;
  readonly test: string;
}

const isSame = (a: TestRecord, b: TestRecord): boolean =>
  a.title === b.title && a.suites.join('\n') === b.suites.join('\n');

/**
 * Tells whether tests pass on a healthy board. Each spec is run there once for each release, as soon as it matters.
 * @param unsound is given those that do not
 */
export const soundness = (run: Means['run'], unsound: Unsound[]): Means['isSound'] => {
  const healthy = new Map<string, { readonly tests: Promise<readonly TestRecord[]> }>();
  const testsOf = (file: string, release: string): Promise<readonly TestRecord[]> => {
    const key = `${release} ${file}`;
    const known = healthy.get(key);
    if (known) return known.tests;
    const specs = [join(projectFile('.'), file)];
    const trial = run({ specs, release, planted: {}, isEnough: () => false });
    const tests = trial.then((outcome) => outcome.tests);
    healthy.set(key, { tests });
    return tests;
  };
  return async (test, release) => {
    const twin = (await testsOf(test.file, release)).find((other) => isSame(test, other));
    if (twin?.state === 'passed') return true;
    unsound.push({ release, file: test.file, test: [...test.suites, test.title].join(' ') });
    return false;
  };
};
