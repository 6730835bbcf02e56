import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { BadInput } from '../../../errors/bench-error.ts';
import { wantsColour } from '../../../reports/terminal-text.ts';
import { loadDefectFile } from '../../../simulators/defects/defect-file.ts';
import { DEFECTS, findDefect } from '../../../simulators/defects/defects.ts';
import { readEnvironment } from '../../bench/environment.ts';
import { releasesAsked } from '../../bench/file/releases-asked.ts';
import { gather } from '../flags.ts';
import { inTurns } from '../in-turns.ts';
import { jobsAsked } from '../jobs-asked.ts';
import { runScript } from '../run/script.ts';
import { exitCodeOf, heedStopSignals } from '../stop-signals.ts';
import { leaveReport } from '../trust/leave-report.ts';
import { examine, type Suspect, suspectOf } from './examine.ts';
import { type FindingsProgress, findingsProgress } from './findings-progress.ts';
import { findingsReport } from './findings-report.ts';
import { type Findings, findingsJson, findingsTable } from './findings-table.ts';
import { shardOf } from './shard.ts';
import { soundness, type Unsound } from './soundness.ts';
import { listSpecs } from './spec-list.ts';
import { Laboratory } from './trial.ts';

interface Options {
  readonly defectFile?: readonly string[];
  readonly release?: string;
  readonly spec?: readonly string[];
  readonly jobs?: string;
  readonly shard?: string;
  readonly json?: boolean;
  readonly report: boolean;
}

const MORE = `
Examples:
  $ npm run defects
      every defect, and for each the spec that caught it
  $ npm run defects no-resubscribe erase-does-nothing
      two of them
  $ npm run defects -- --defect-file my-defect.ts --defect-file other-defects.mjs
      those that these files export, and no others
  $ npm run defects -- --shard 2/3
      a third of them, for a machine that has no time for all
  $ npm run defects two-of-mine -- --defect-file my-defects.ts
      one of those in a file

A defect is caught when a test fails that is about its part of the firmware, and that passes on a healthy board. It is tried
on 2.2.0.0, then on 3.4.0.0, unless it names its releases itself.

Defects:
${DEFECTS.map(({ name, area }) => `  ${area.padEnd(9)}  ${name}`).join('\n')}
docs/writing-a-defect.md tells what they are for, and how to write one.

Exit codes: 0 each was caught in the right area, 1 one was not, 2 bad input, 130 stopped by Ctrl-C.`;

/** A trial waits for its board more than it computes. */
const JOBS_A_CORE = 4;

const suspectsAsked = async (
  names: readonly string[],
  { defectFile: files = [], release }: Options,
): Promise<readonly Suspect[]> => {
  const loaded = await Promise.all(
    files.map(async (file) => ({ file: resolve(file), defects: await loadDefectFile(file) })),
  );
  const brought = loaded.flatMap(({ file, defects }) =>
    defects.map((defect) => suspectOf(defect, file)),
  );
  const known = [...loaded.flatMap(({ defects }) => defects), ...DEFECTS];
  const named = (name: string): readonly Suspect[] => {
    const own = brought.filter(({ defect }) => defect === name);
    return own.length > 0 ? own : [suspectOf(findDefect(name, known))];
  };
  const everything = files.length > 0 ? brought : DEFECTS.map((defect) => suspectOf(defect));
  const all = names.length > 0 ? names.flatMap(named) : everything;
  if (release === undefined) return all;
  const releases = releasesAsked(release);
  return all.map((suspect) => ({ ...suspect, releases }));
};

const specsAsked = (named: readonly string[] = []): readonly string[] => {
  const missing = named.find((spec) => !existsSync(spec) || !spec.endsWith('.spec.ts'));
  if (missing === undefined) return named.map((spec) => resolve(spec));
  throw new BadInput('SPEC_MISSING', `There is no spec ${missing}; --spec takes a file *.spec.ts.`);
};

/** The table as soon as it is known, then where the report is; or all of it as one line. */
const tell = async (all: Findings, progress: FindingsProgress, options: Options): Promise<void> => {
  progress.finished();
  const colour = wantsColour(process.stdout, readEnvironment().NO_COLOR);
  if (!options.json) process.stdout.write(`\n${findingsTable(all, colour)}`);
  const report = await leaveReport(options, 'defects', findingsReport(all));
  if (options.json) process.stdout.write(`${JSON.stringify({ ...findingsJson(all), report })}\n`);
};

/** The table of defects, each with the spec that caught it. */
const defects = async (names: readonly string[], options: Options): Promise<void> => {
  const jobs = jobsAsked(options.jobs, JOBS_A_CORE);
  const suspects = shardOf(await suspectsAsked(names, options), options.shard);
  const specs = await listSpecs(specsAsked(options.spec));
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'esp-at-bench-defects-'));
  const laboratory = new Laboratory(folder);
  const unsound: Unsound[] = [];
  const { run } = laboratory;
  const means = { specs, run, isSound: soundness({ run, specs }, unsound) };
  const progress = findingsProgress(
    suspects.map(({ defect }) => defect),
    options.json ? undefined : process.stdout,
  );
  const stop = (): void => void laboratory.close();
  using signals = heedStopSignals({ politely: stop, atOnce: stop });
  try {
    const examined = await inTurns(suspects, jobs, async (suspect) => {
      if (signals.stoppedBy) return undefined;
      progress.began(suspect.defect);
      const finding = await examine(suspect, means);
      // What was broken off proves nothing.
      if (signals.stoppedBy) return undefined;
      progress.found(finding);
      return finding;
    });
    const findings = examined.filter((finding) => finding !== undefined);
    const { stoppedBy } = signals;
    signals[Symbol.dispose]();
    const all = { findings, unsound, durationMs: performance.now() - began };
    // Half an examination does not take the place of a whole one.
    await tell(all, progress, { ...options, report: options.report && !stoppedBy });
    const isGood = findings.every(({ verdict }) => verdict === 'caught');
    process.exitCode = stoppedBy ? exitCodeOf(stoppedBy) : isGood ? 0 : 1;
  } finally {
    // Healthy boards may still be at what nobody has asked for.
    await laboratory.close();
    await rm(folder, { recursive: true, force: true });
  }
};

await runScript(
  new Command('npm run defects --')
    .description(
      'plants bugs into the simulated firmware, one at a time, and shows which spec notices each',
    )
    .argument(
      '[defect...]',
      'which of them, or of those in the files; all of the files, or all, if none is named',
    )
    .option('--defect-file <file>', 'a file that exports defects; repeatable', gather)
    .option('--release <name>', 'on these releases alone: one, several with commas between, or all')
    .option('--spec <file>', 'run this spec alone; repeatable', gather)
    .option('--jobs <n>', 'so many defects at a time; else four for each core')
    .option('--shard <part/of>', 'one of so many equal parts of them, as 2/3')
    .option('--no-report', 'leave the Allure report out')
    .option('--json', 'print one JSON line instead of progress and table')
    .addHelpText('after', MORE)
    .action(defects),
);
