import { join, relative } from 'node:path';
import type { ReportFolders } from '../../../reports/allure/allure-report.ts';
import { readRunRecord } from '../../../reports/run-record.ts';
import { type Summary, summarize } from '../../../reports/summary.ts';
import { summaryTable } from '../../../reports/summary-table.ts';
import { wantsColour } from '../../../reports/terminal-text.ts';
import { readEnvironment } from '../../bench/environment.ts';
import { exitCodeOf, heedStopSignals } from '../stop-signals.ts';
import { keepDeadline } from './run-deadline.ts';
import { writeReport } from './run-folders.ts';
import { type SpecsOrder, startSpecs } from './run-specs.ts';

/** A run as it was asked for. */
export interface RunOrder extends Pick<SpecsOrder, 'bench' | 'planted' | 'seed' | 'shuffle'> {
  /** Of Mocha, without its reporter's. */
  readonly parameters: readonly string[];
  /** Where Allure's results go. */
  readonly results: string;
  /** A folder for what is gone after the run. */
  readonly folder: string;
  /** In minutes: a run that takes longer is ended. */
  readonly deadline: number;
  readonly report: boolean;
  readonly json: boolean;
}

/** Mocha's parameters for a run whose record and results go there. @param release marks every test */
export const mochaParameters = (
  { parameters, results }: RunOrder,
  record: string,
  release: string | undefined,
): string[] => {
  const marks = release === undefined ? '' : `,release=${release}`;
  const options = `record=${record},resultsDir=${results}${marks}`;
  return ['--forbid-only', '--reporter-option', options, ...parameters];
};

/** How wide and how coloured tables are here. @param elsewhere the width where there is no terminal */
export const tableStyle = (elsewhere: number): { width: number; colour: boolean } => ({
  width: process.stdout.columns ?? elsewhere,
  colour: wantsColour(process.stdout, readEnvironment().NO_COLOR),
});

/**
 * Tells what came of a run: the table as soon as it is known, then where the report is, as that takes its time; or all of
 * it as one JSON line.
 */
export const tell = async (
  order: RunOrder,
  outcome: object,
  table: () => string,
  facts?: ReportFolders['facts'],
): Promise<void> => {
  const { json, results } = order;
  if (!json) process.stdout.write(`\n${table()}`);
  const report = order.report ? await writeReport(results, facts) : undefined;
  if (json) process.stdout.write(`${JSON.stringify({ ...outcome, report: report ?? null })}\n`);
  else if (report !== undefined) {
    process.stdout.write(
      `Report: ${relative(process.cwd(), report) || report}\n` +
        '  every partition write and MQTT step with its evidence, the AT transcript, the log port; open it in a browser\n',
    );
  }
};

/**
 * One run of the specs. Gives the exit code.
 * @param release what the simulated boards are, if that was asked for
 * @param mark the release that is known beforehand; a board on hardware is asked when it is there
 */
export const runOnce = async (
  order: RunOrder,
  release: string | undefined,
  mark: string | undefined,
): Promise<number> => {
  const { bench, folder, json, planted, seed, shuffle, deadline } = order;
  const record = join(folder, 'record.jsonl');
  const parameters = mochaParameters(order, record, mark);
  const specs = startSpecs(
    { parameters, bench, release, planted, seed, shuffle },
    json ? 'complaints' : 'all',
  );
  using time = keepDeadline(
    deadline,
    () => [specs],
    (sentence) => process.stderr.write(`\n${sentence}\n`),
  );
  using signals = heedStopSignals({
    politely: (signal) => {
      process.stderr.write(
        `\nesp-at-bench: stopped by ${signal}; it ends behind the test that runs now, or at once when told again\n`,
      );
      specs.stop(signal);
    },
    atOnce: specs.kill,
  });
  const { exitCode } = await specs.ended;
  const { stoppedBy } = signals;
  signals[Symbol.dispose]();
  time[Symbol.dispose]();
  const ran = summarize(readRunRecord(record));
  const isCutOff = stoppedBy !== undefined || (time.hasPassed && ran.verdict !== 'failed');
  const summary: Summary = isCutOff ? { ...ran, verdict: 'incomplete' } : ran;
  await tell(order, summary, () => summaryTable(summary, tableStyle(100)));
  if (stoppedBy) return exitCodeOf(stoppedBy);
  return summary.verdict === 'passed' && exitCode === 0 ? 0 : 1;
};
