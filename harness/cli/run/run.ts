import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { BadInput } from '../../../errors/bench-error.ts';
import type { DefectChoice } from '../../../simulators/defects/chosen-defect.ts';
import { RELEASES } from '../../../simulators/esp-at/releases/releases.ts';
import { SEEDS } from '../../../simulators/wire/chance.ts';
import { readEnvironment } from '../../bench/environment.ts';
import type { BenchFile } from '../../bench/file/bench-file.ts';
import { simulatedBoard } from '../../bench/file/bench-schema.ts';
import { checkBenchPolicy } from '../../bench/file/check-policy.ts';
import { chosenBench } from '../../bench/file/chosen-bench.ts';
import { releasesAsked } from '../../bench/file/releases-asked.ts';
import { labScript } from '../../bench/lab/lab-script.ts';
import { checkPorts } from '../../bench/ports/check-ports.ts';
import { seedAsked } from '../flags.ts';
import { jobsAsked } from '../jobs-asked.ts';
import { projectFile } from '../project.ts';
import { namedRefusal } from './named-refusal.ts';
import { ALL_SPECS, namedSpecs } from './named-specs.ts';
import { claimResults, resultsFolder } from './run-folders.ts';
import { runMatrix } from './run-matrix.ts';
import { runOnce } from './run-once.ts';

interface Options {
  readonly bench?: string;
  readonly release?: string;
  readonly defect?: string;
  readonly defectFile?: string;
  readonly jobs?: string;
  readonly grep?: string;
  readonly report: boolean;
  readonly results?: string;
  readonly json?: boolean;
  readonly seed?: string;
  readonly shuffle?: boolean;
  readonly deadline: string;
}

const EXAMPLES = `
Examples:
  $ esp-at-bench run
      the whole lab procedure on a simulated board
  $ BENCH=my-bench.yaml esp-at-bench run
      the same on the board that my-bench.yaml names (docs/bench.example.yaml shows one)
  $ esp-at-bench run specs/procedure/*.spec.ts --grep Wi-Fi
      a part of it
  $ esp-at-bench run --release 3.4.0.0 specs/device-advisor/*.spec.ts
      what AWS IoT Device Advisor would say of the board, beside what is known of its release
  $ esp-at-bench run --release 3.4.0.0
      on a simulated board with another release of the firmware
  $ esp-at-bench run --release all
      on every release that is simulated, side by side in one table and one report
  $ esp-at-bench run --release 2.2.0.0,3.4.0.0 --jobs 1 --grep Wi-Fi
      a part of it on two releases, one after the other

  $ esp-at-bench run --shuffle --seed 42
      spec files in another order and bytes in other pieces, as the seed 42 will have it; without --seed it is told
      which one it was

Releases: ${RELEASES.join(', ')}.
Exit codes: 0 every spec passed, 1 one did not or none was executed, 2 bad input, 130 stopped by Ctrl-C.`;

/** Specs from elsewhere may do other things than this project's own. */
const isOfProcedure = (path: string): boolean =>
  path === ALL_SPECS || path.startsWith(projectFile('specs/'));

/** Specs mostly wait: for boards, for the network's patience. */
const JOBS_A_CORE = 2;

/** Longer than all specs take on a real board, where each wait has a patience of its own. */
const DEADLINE_MINUTES = 180;
const LONGEST_MINUTES = 7 * 24 * 60;

const deadlineAsked = (asked: string): number => {
  const minutes = Number(asked);
  if (minutes > 0 && minutes <= LONGEST_MINUTES) return minutes;
  throw new BadInput(
    'BAD_FLAG',
    `--deadline takes a number of minutes up to ${LONGEST_MINUTES}, such as 30 or 0.5, not "${asked}".`,
  );
};

const patternAsked = (asked: string): string => {
  try {
    new RegExp(asked);
    return asked;
  } catch (cause) {
    throw new BadInput(
      'BAD_FLAG',
      `--grep takes a text or a regular expression, and "${asked}" is not one; put a backslash before each of its marks that stands for itself.`,
      { cause },
    );
  }
};

/** A flag counts before any variable. Specs run in the project's folder, wherever the file was named from. */
const defectAsked = (flags: DefectChoice, variables: DefectChoice): DefectChoice => {
  const isFlagged = flags.defect !== undefined || flags.defectFile !== undefined;
  const { defect, defectFile } = isFlagged ? flags : variables;
  return { defect, defectFile: defectFile === undefined ? undefined : resolve(defectFile) };
};

const requireNoFlashFile = ({ simulator: { flash } }: BenchFile): void => {
  if (flash === undefined) return;
  throw new BadInput(
    'FLASH_SHARED',
    `The flash file ${flash} of this bench holds one release, and several were asked for; leave simulator.flash out, or name one release.`,
  );
};

const run = async (specs: readonly string[], options: Options): Promise<void> => {
  const { BENCH, AT_RELEASE, AT_DEFECT, AT_DEFECT_FILE, AT_SEED } = readEnvironment();
  const named = options.bench ?? BENCH;
  const asked = options.release ?? AT_RELEASE;
  const releases = asked === undefined ? [] : releasesAsked(asked);
  const bench = named === undefined ? undefined : resolve(named);
  const paths = await namedSpecs(specs);
  const planted = defectAsked(options, { defect: AT_DEFECT, defectFile: AT_DEFECT_FILE });
  const { shuffle = false } = options;
  const seed = seedAsked(options.seed) ?? AT_SEED ?? (shuffle ? randomInt(SEEDS) : undefined);
  const deadline = deadlineAsked(options.deadline);
  const file = await chosenBench(named, releases[0], planted, seed);
  if (releases.length > 1) requireNoFlashFile(file);
  // Each of them has to go with the bench, before one of them runs.
  for (const release of releases.slice(1)) await chosenBench(named, release, planted);
  const jobs = jobsAsked(options.jobs, JOBS_A_CORE);
  const grep = options.grep === undefined ? [] : ['--grep', patternAsked(options.grep)];
  await checkPorts(file).catch((error: unknown) => {
    throw namedRefusal(error, file);
  });
  if (paths.some(isOfProcedure)) await checkBenchPolicy(file, labScript(file.kit));
  await using _claim = await claimResults(options.results);
  const results = await resultsFolder(options.results);
  const folder = await mkdtemp(join(tmpdir(), 'esp-at-bench-run-'));
  try {
    const { report, json = false } = options;
    if (seed !== undefined && !json) process.stdout.write(`${seedInWords(seed, shuffle)}\n`);
    const parameters = [...grep, ...paths];
    const chances = { seed, shuffle };
    const order = {
      bench,
      planted,
      parameters,
      results,
      folder,
      deadline,
      report,
      json,
      ...chances,
    };
    const mark = simulatedBoard(file.boards[0]?.at ?? '')?.release;
    process.exitCode =
      releases.length > 1
        ? await runMatrix(order, releases, mayRunTogether(file) ? jobs : 1)
        : await runOnce(order, releases[0], mark);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const seedInWords = (seed: number, isShuffled: boolean): string =>
  isShuffled
    ? `Seed ${seed}: --shuffle --seed ${seed} gives the same order and the same conditions again`
    : `Seed ${seed}: --seed ${seed} gives the same conditions again`;

/** Runs whose clouds have one fixed port take turns, and so do those in one AWS account: their boards share a client id. */
const mayRunTogether = ({ cloud }: BenchFile): boolean =>
  cloud.kind === 'stand-in' && cloud.port === 0;

/** `esp-at-bench run`: the lab procedure on a bench, then the report. */
export const runCommand = (): Command =>
  new Command('run')
    .description('the lab procedure on a bench, then the report')
    .argument('[spec...]', "spec files or patterns; all but Device Advisor's if none is named")
    .option('--bench <file>', 'the bench file; else the variable BENCH; else a simulated board')
    .option(
      '--release <name>',
      'what the simulated board is: a release, several with commas between, or all; else the variable AT_RELEASE; else what the bench says',
    )
    .option(
      '--defect <name>',
      'plant a bug into the firmware of the simulated board; simulate --help lists them',
    )
    .option(
      '--defect-file <file>',
      'plant the bug that this file exports; --defect names one of several (docs/writing-a-defect.md)',
    )
    .option('--jobs <n>', 'of several releases, so many at a time; else two for each core')
    .option(
      '--grep <pattern>',
      'only specs whose title has this text, or a match of this expression',
    )
    .option(
      '--results <folder>',
      "where Allure's results are added; else a folder that begins empty",
    )
    .option('--no-report', 'leave the Allure report out')
    .option('--shuffle', 'spec files in an order of chance')
    .option(
      '--seed <n>',
      "what chance is made from: the order, and how bytes come along a simulated board's wires; else the variable AT_SEED",
    )
    .option(
      '--deadline <minutes>',
      'a run that takes longer is ended, and tells what it was waiting for',
      String(DEADLINE_MINUTES),
    )
    .option('--json', 'print one JSON line instead of progress and table')
    .addHelpText('after', EXAMPLES)
    .action(run);
