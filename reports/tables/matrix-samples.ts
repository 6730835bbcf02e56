import type { RecordLine, TestRecord } from '../run-record.ts';
import { type Summary, summarize } from '../summary.ts';

/** The record of one test, made up. */
export const madeUpTest = (
  id: number,
  state: TestRecord['state'],
  more: Partial<TestRecord> = {},
): TestRecord => ({
  type: 'test',
  id,
  title: `test ${id}`,
  suites: ['Procedure'],
  file: 'specs/a.spec.ts',
  durationMs: 120,
  retries: 0,
  state,
  ...more,
});

/** The summary of a run with these tests, made up; of 2.5 s if it came to its end. */
export const madeUpSummary = (
  tests: readonly TestRecord[],
  { planned = tests.length, ended = true, environment = {} } = {},
): Summary => {
  const end: RecordLine = { type: 'end', at: 3500, troubles: [], leaks: [], environment };
  return summarize([{ type: 'start', planned, at: 1000 }, ...tests, ...(ended ? [end] : [])]);
};
