import { randomInt } from 'node:crypto';
import { Command } from 'commander';
import { createAuthority } from '../../../../certs/authority.ts';
import { SEEDS } from '../../../../simulators/wire/chance.ts';
import { releasesAsked } from '../../../bench/file/releases-asked.ts';
import { checkedCount, seedAsked } from '../../flags.ts';
import { inTurns } from '../../in-turns.ts';
import { leaveReport } from '../leave-report.ts';
import { faultReport } from './fault-report.ts';
import { type FaultRun, runUnderFaults } from './fault-run.ts';
import { describeRun, faultTable } from './fault-table.ts';

interface Options {
  readonly runs: string;
  readonly seed?: string;
  readonly releases: string;
  readonly atATime: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly report: boolean;
}

/** The longest of them waits out a board's start, a call that nobody answers and a time server that is silent. */
const WITHIN_MS = 120_000;

const EXAMPLES = `
Each run has a seed of its own: the first the one that is given, the next the number after it. A seed makes a schedule of
one to three mishaps, each at a byte on its way in a step of the procedure: bytes lost, doubled, changed or late, resets, and
broker, access point or time server going away. The same seed on the same release makes the same schedule.

A run may end green, with the right bytes in the chip and the right messages at both ends; or red, with a cause of the colour
"bench". It may not be green with anything wrong, blame the firmware or the harness, or hang.

Examples:
  $ npm run trust -- faults --runs 300 --seed 1
  $ npm run trust -- faults --runs 1 --seed 42 --releases 2.2.0.0 --verbose
      one of them again, with its schedule and what went over the AT port

Exit codes: 0 every run ended as it should, 1 one did not, 2 bad input.`;

const faults = async (options: Options): Promise<void> => {
  const first = seedAsked(options.seed) ?? randomInt(SEEDS);
  const runs = checkedCount('--runs', options.runs);
  const atATime = checkedCount('--at-a-time', options.atATime);
  const releases = releasesAsked(options.releases);
  const say = (text: string): void => void (options.json || process.stdout.write(`${text}\n`));
  say(`Seeds from ${first} on, on ${releases.join(', ')} in turn`);
  const authority = await createAuthority();
  const began = performance.now();
  const plans = Array.from({ length: runs }, (_, nth) => {
    const seed = (first + nth) % SEEDS;
    return { seed, release: releases[seed % releases.length] as string, withinMs: WITHIN_MS };
  });
  const ended = await inTurns(plans, atATime, async (plan): Promise<FaultRun> => {
    const run = await runUnderFaults(plan, authority);
    if (options.verbose) say(`${describeRun(run)}\n${run.transcript}`);
    return run;
  });
  const isRight = ended.every(({ wrong }) => wrong.length === 0);
  const tookMs = performance.now() - began;
  say(`\n${faultTable(ended, tookMs)}`);
  const report = await leaveReport(options, 'faults', faultReport(ended, tookMs));
  if (options.json) {
    const told = ended.map(({ transcript: _transcript, ...run }) => run);
    process.stdout.write(`${JSON.stringify({ first, runs: told, report })}\n`);
  }
  process.exitCode = isRight ? 0 : 1;
};

/** `npm run trust -- faults`: the procedure while things go wrong, as seeds will have it. */
export const faultsCommand = (): Command =>
  new Command('faults')
    .description('the procedure under fault schedules: no green with wrong bytes, no wrong blame')
    .option('--runs <n>', 'how many', '300')
    .option('--seed <n>', 'the seed of the first run; else one of chance')
    .option('--releases <names>', 'in turn', '2.2.0.0,3.4.0.0,4.1.1.0-MINI-1')
    .option('--at-a-time <n>', 'boards at the same time', '16')
    .option('--verbose', 'every schedule, and what went over the AT port')
    .option('--no-report', 'leave the Allure report out')
    .option('--json', 'one JSON line')
    .addHelpText('after', EXAMPLES)
    .action(faults);
