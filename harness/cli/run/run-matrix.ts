import { join } from 'node:path';
import { completeResults } from '../../../reports/allure/complete-results.ts';
import { readRunRecord } from '../../../reports/run-record.ts';
import { summarize } from '../../../reports/summary.ts';
import { combine, type ReleaseSummary, releaseSummary } from '../../../reports/tables/matrix.ts';
import { matrixTable } from '../../../reports/tables/matrix-table.ts';
import { exitCodeOf, heedStopSignals, type StopSignals } from '../stop-signals.ts';
import { type MatrixProgress, matrixProgress } from './matrix-progress.ts';
import { keepDeadline, type RunDeadline } from './run-deadline.ts';
import { mochaParameters, type RunOrder, tableStyle, tell } from './run-once.ts';
import { type RunningSpecs, startSpecs } from './run-specs.ts';

/** The processes of a matrix: so many at a time, each with a release of its own. */
const runReleases = async (
  order: RunOrder,
  releases: readonly string[],
  { jobs, signals, time, running, progress }: Processes,
): Promise<ReleaseSummary[]> => {
  const runOne = async (release: string): Promise<ReleaseSummary> => {
    const record = join(order.folder, `${release}.jsonl`);
    const parameters = mochaParameters(order, record, release);
    const specs = startSpecs(
      { ...order, parameters, release },
      {
        heard: (line) => progress.heard(release, line),
        complained: (line) => progress.complained(release, line),
      },
    );
    running.add(specs);
    const end = await specs.ended.catch((error: unknown) => {
      progress.complained(release, String(error));
      return { exitCode: 1, signal: null };
    });
    running.delete(specs);
    const summary = summarize(readRunRecord(record));
    const stoppedBy = signals.stoppedBy ?? (time.hasPassed ? 'its deadline' : undefined);
    const ended = releaseSummary(release, summary, { ...end, stoppedBy });
    progress.ended(ended);
    return ended;
  };
  const waiting = releases.map((release, at) => ({ release, at }));
  const done = releases.map((release) => releaseSummary(release, summarize([]), undefined));
  const work = async (): Promise<void> => {
    while (signals.stoppedBy === undefined && !time.hasPassed) {
      const next = waiting.shift();
      if (next === undefined) return;
      done[next.at] = await runOne(next.release);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return done;
};

interface Processes {
  readonly jobs: number;
  readonly signals: StopSignals;
  readonly time: RunDeadline;
  readonly running: Set<RunningSpecs>;
  readonly progress: MatrixProgress;
}

/**
 * Runs the specs on each of these releases, into one folder of results and one report. Gives the exit code: 0 only if
 * every release passed and each executed something. A process that dies is told, and the others go on.
 * @param jobs how many processes at a time
 */
export const runMatrix = async (
  order: RunOrder,
  releases: readonly string[],
  jobs: number,
): Promise<number> => {
  const began = Date.now();
  const running = new Set<RunningSpecs>();
  const progress = matrixProgress(releases, order.json ? undefined : process.stdout);
  using signals = heedStopSignals({
    politely: (signal) => {
      progress.said(
        `esp-at-bench: stopped by ${signal}; each release ends behind the test that runs now, or at once when told again`,
      );
      for (const specs of running) specs.stop(signal);
    },
    atOnce: () => {
      for (const specs of running) specs.kill();
    },
  });
  using time = keepDeadline(order.deadline, () => running, progress.said);
  const runs = await runReleases(order, releases, { jobs, signals, time, running, progress });
  progress.finished();
  time[Symbol.dispose]();
  const { stoppedBy } = signals;
  signals[Symbol.dispose]();
  const matrix = combine(runs, Date.now() - began);
  const facts = await completeResults(order.results, matrix, (sentence) => {
    process.stderr.write(`esp-at-bench: ${sentence}\n`);
  });
  const table = (): string => matrixTable(matrix, tableStyle(Number.POSITIVE_INFINITY));
  await tell(order, matrix, table, facts);
  if (stoppedBy) return exitCodeOf(stoppedBy);
  return matrix.verdict === 'passed' ? 0 : 1;
};
