import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { BadInput } from '../../errors/bench-error.ts';
import { generateReport } from '../../reports/allure-report.ts';
import { ReportNotWritten } from '../../reports/report-not-written.ts';
import { readRunRecord } from '../../reports/run-record.ts';
import { type Summary, summarize } from '../../reports/summary.ts';
import { summaryTable, wantsColour } from '../../reports/summary-table.ts';
import { checkPorts } from '../bench/check-ports.ts';
import { chosenBench } from '../bench/chosen-bench.ts';
import { readEnvironment } from '../bench/environment.ts';
import { projectFile } from './project.ts';
import { runSpecs } from './run-specs.ts';

interface Options {
  readonly bench?: string;
  readonly grep?: string;
  readonly report: boolean;
  readonly results?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ esp-at-bench run
      the whole lab procedure on a simulated board
  $ BENCH=my-bench.yaml esp-at-bench run
      the same on the board that my-bench.yaml names (docs/bench.example.yaml shows one)
  $ esp-at-bench run specs/procedure/*.spec.ts --grep Wi-Fi
      a part of it

Exit codes: 0 every spec passed, 1 one did not or none was executed, 2 bad input, 130 stopped by Ctrl-C.`;

const RESULTS = 'reports/allure-results';
const REPORT = 'reports/allure-report';
const HISTORY = 'reports/history';
const ALL_SPECS = 'specs/**/*.spec.ts';

const specPaths = (specs: readonly string[]): string[] => {
  const missing = specs.find((spec) => !/[*?{]/.test(spec) && !existsSync(spec));
  if (missing !== undefined) {
    throw new BadInput(
      'SPEC_MISSING',
      `There is no spec ${missing}; name files or a pattern in quotes, such as '${ALL_SPECS}'.`,
    );
  }
  return specs.length > 0 ? specs.map((spec) => resolve(spec)) : [ALL_SPECS];
};

const writeReport = async (results: string): Promise<string | undefined> => {
  try {
    return await generateReport({
      results,
      output: projectFile(REPORT),
      history: projectFile(HISTORY),
    });
  } catch (error) {
    if (!(error instanceof ReportNotWritten)) throw error;
    process.stderr.write(`esp-at-bench: ${error.message}\n`);
    return undefined;
  }
};

const tell = (summary: Summary, report: string | undefined, { json }: Options): void => {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...summary, report: report ?? null })}\n`);
    return;
  }
  const colour = wantsColour(process.stdout, readEnvironment().NO_COLOR);
  const width = process.stdout.columns ?? 100;
  process.stdout.write(`\n${summaryTable(summary, { width, colour })}`);
  if (report !== undefined) {
    process.stdout.write(
      `Report: ${relative(process.cwd(), report) || report}\n` +
        '  every partition write and MQTT step with its evidence, the AT transcript, the log port; open it in a browser\n',
    );
  }
};

/** Allure adds files to what a folder holds. Ours begins empty; what a person named is never emptied. */
const resultsFolder = async (named: string | undefined): Promise<string> => {
  if (named === undefined) {
    await rm(projectFile(RESULTS), { recursive: true, force: true });
    return projectFile(RESULTS);
  }
  const folder = resolve(named);
  // Mocha takes its reporter's options in one text with commas.
  const why = folder.includes(',')
    ? 'has a comma in its name'
    : await mkdir(folder, { recursive: true }).then(
        () => undefined,
        (error: NodeJS.ErrnoException) => `cannot be used as one (${error.code})`,
      );
  if (why === undefined) return folder;
  throw new BadInput('FOLDER_UNUSABLE', `--results takes a folder, and ${named} ${why}.`);
};

/** 128 and the signal's number, as shells have it. */
const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

const run = async (specs: readonly string[], options: Options): Promise<void> => {
  const named = options.bench ?? readEnvironment().BENCH;
  const bench = named === undefined ? undefined : resolve(named);
  const paths = specPaths(specs);
  await checkPorts(await chosenBench(named));
  const results = await resultsFolder(options.results);
  const folder = await mkdtemp(join(tmpdir(), 'esp-at-bench-run-'));
  try {
    const record = join(folder, 'record.jsonl');
    const grep = options.grep === undefined ? [] : ['--grep', options.grep];
    const reporter = ['--reporter-option', `record=${record},resultsDir=${results}`];
    const { exitCode, stoppedBy } = await runSpecs(
      ['--forbid-only', ...reporter, ...grep, ...paths],
      bench,
      options.json ?? false,
    );
    const ran = summarize(readRunRecord(record));
    const summary: Summary = stoppedBy ? { ...ran, verdict: 'incomplete' } : ran;
    tell(summary, options.report ? await writeReport(results) : undefined, options);
    if (stoppedBy) process.exitCode = exitCodeOf(stoppedBy);
    else process.exitCode = summary.verdict === 'passed' && exitCode === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** `esp-at-bench run`: the lab procedure on a bench, then the report. */
export const runCommand = (): Command =>
  new Command('run')
    .description('the lab procedure on a bench, then the report')
    .argument('[spec...]', 'spec files or patterns; all of them if none is named')
    .option('--bench <file>', 'the bench file; else the variable BENCH; else a simulated board')
    .option('--grep <text>', 'only specs whose title has this text')
    .option(
      '--results <folder>',
      "where Allure's results are added; else a folder that begins empty",
    )
    .option('--no-report', 'leave the Allure report out')
    .option('--json', 'print one JSON line instead of progress and table')
    .addHelpText('after', EXAMPLES)
    .action(run);
