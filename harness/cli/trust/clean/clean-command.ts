import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { SEEDS } from '../../../../simulators/wire/chance.ts';
import { releasesAsked } from '../../../bench/file/releases-asked.ts';
import { checkedCount, seedAsked } from '../../flags.ts';
import { inTurns } from '../../in-turns.ts';
import { leaveReport } from '../leave-report.ts';
import { cleanReport } from './clean-report.ts';
import { type CleanRun, runClean } from './clean-run.ts';
import { cleanTable } from './clean-table.ts';

interface Options {
  readonly times: string;
  readonly releases: string;
  readonly seed?: string;
  readonly jobs: string;
  readonly json?: boolean;
  readonly report: boolean;
}

/** All but Device Advisor's pack, which waits out the firmware's patience. */
const ALL_SPECS = 'specs/!(device-advisor)/**/*.spec.ts';
/** Many times what one takes. */
const WITHIN_MS = 15 * 60_000;

const EXAMPLES = `
Each run is a process of its own with a seed of its own: the first the one that is given, the next the number after it. The
seed makes the order of the spec files and how bytes come along the wires.

Examples:
  $ npm run trust -- clean --times 50
  $ npm run trust -- clean --times 3 --releases 3.4.0.0 --seed 7 'specs/procedure/*.spec.ts'

Exit codes: 0 all green, 1 one was not, 2 bad input.`;

const clean = async (specs: readonly string[], options: Options): Promise<void> => {
  const first = seedAsked(options.seed) ?? randomInt(SEEDS);
  const times = checkedCount('--times', options.times);
  const jobs = checkedCount('--jobs', options.jobs);
  const releases = releasesAsked(options.releases);
  const say = (text: string): void => void (options.json || process.stdout.write(`${text}\n`));
  say(`Seeds from ${first} on`);
  const folder = await mkdtemp(join(tmpdir(), 'esp-at-bench-trust-'));
  const began = performance.now();
  // Release by release in turn: those that are stopped before the end have been run as often as others.
  const orders = Array.from({ length: times * releases.length }, (_, nth) => ({
    release: releases[nth % releases.length] as string,
    seed: (first + nth) % SEEDS,
    specs: specs.length > 0 ? specs : [ALL_SPECS],
    folder,
    withinMs: WITHIN_MS,
  }));
  let runs: CleanRun[];
  try {
    runs = await inTurns(orders, jobs, async (order) => {
      const run = await runClean(order);
      const seconds = `${(run.tookMs / 1000).toFixed(1)} s`;
      say(`${run.release}  seed ${run.seed}  ${run.tests} tests  ${run.verdict} in ${seconds}`);
      return run;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const tookMs = performance.now() - began;
  say(`\n${cleanTable(runs, tookMs)}`);
  const report = await leaveReport(options, 'clean', cleanReport(runs, tookMs));
  if (options.json) process.stdout.write(`${JSON.stringify({ first, runs, report })}\n`);
  process.exitCode = runs.every(({ verdict }) => verdict === 'passed') ? 0 : 1;
};

/** `npm run trust -- clean`: the specs on healthy boards, over and over, in other orders and on other wires. */
export const cleanCommand = (): Command =>
  new Command('clean')
    .description('the specs on healthy boards, many times, shuffled: no false alarm')
    .argument('[spec...]', "spec files or patterns; all but Device Advisor's if none is named")
    .option('--times <n>', 'on each release', '50')
    .option('--releases <names>', 'on which', '2.2.0.0,3.4.0.0,4.1.1.0-MINI-1')
    .option('--seed <n>', 'the seed of the first run; else one of chance')
    .option('--jobs <n>', 'processes at a time', String(2 * availableParallelism()))
    .option('--no-report', 'leave the Allure report out')
    .option('--json', 'one JSON line')
    .addHelpText('after', EXAMPLES)
    .action(clean);
