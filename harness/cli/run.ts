import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
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

interface Options {
  readonly bench?: string;
  readonly grep?: string;
  readonly report: boolean;
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

Exit codes: 0 every spec passed, 1 one did not or none was executed, 2 bad input.`;

const RESULTS = 'reports/allure-results';
const REPORT = 'reports/allure-report';
const HISTORY = 'reports/history';
const ALL_SPECS = 'specs/**/*.spec.ts';

const mochaProgram = (): string => createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

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

/** Ctrl-C reaches the specs too; they clean up, and their end is waited for. */
const runMocha = async (
  parameters: readonly string[],
  bench: string | undefined,
  isQuiet: boolean,
): Promise<number> => {
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  try {
    const child = spawn(process.execPath, [mochaProgram(), ...parameters], {
      cwd: projectFile('.'),
      stdio: ['inherit', isQuiet ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, ...(bench === undefined ? {} : { BENCH: resolve(bench) }) },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', ignore);
  }
};

const writeReport = async (): Promise<string | undefined> => {
  try {
    return await generateReport({
      results: projectFile(RESULTS),
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

const run = async (specs: readonly string[], options: Options): Promise<void> => {
  const bench = options.bench ?? readEnvironment().BENCH;
  const paths = specPaths(specs);
  await checkPorts(await chosenBench(bench));
  await rm(projectFile(RESULTS), { recursive: true, force: true });
  const folder = await mkdtemp(join(tmpdir(), 'esp-at-bench-run-'));
  try {
    const record = join(folder, 'record.jsonl');
    const grep = options.grep === undefined ? [] : ['--grep', options.grep];
    const reporter = ['--reporter-option', `record=${record}`];
    const exitCode = await runMocha(
      ['--forbid-only', ...reporter, ...grep, ...paths],
      bench,
      options.json ?? false,
    );
    const summary = summarize(readRunRecord(record));
    tell(summary, options.report ? await writeReport() : undefined, options);
    process.exitCode = summary.verdict === 'passed' && exitCode === 0 ? 0 : 1;
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
    .option('--no-report', 'leave the Allure report out')
    .option('--json', 'print one JSON line instead of progress and table')
    .addHelpText('after', EXAMPLES)
    .action(run);
