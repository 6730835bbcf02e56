import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunRecord, type TestRecord } from '../../../../reports/run-record.ts';
import { summarize, type Verdict } from '../../../../reports/summary.ts';
import { type Listener, startSpecs } from '../../run/run-specs.ts';

/** What a run on a healthy board came to. */
export interface CleanRun {
  readonly release: string;
  readonly seed: number;
  readonly verdict: Verdict;
  /** Executed. */
  readonly tests: number;
  readonly skipped: number;
  readonly failed: readonly Pick<TestRecord, 'title' | 'suites' | 'colour' | 'code' | 'message'>[];
  readonly tookMs: number;
}

/** What to run, and how. */
export interface CleanOrder {
  readonly release: string;
  readonly seed: number;
  /** Paths and patterns. */
  readonly specs: readonly string[];
  /** A folder for what is gone after the run. */
  readonly folder: string;
  readonly withinMs: number;
}

/** What they say meanwhile is in their record at the end. */
const UNHEARD: Listener = { heard: () => undefined, complained: () => undefined };

/** For putting the bench away, from the deadline on. */
const CLEANING_UP_MS = 60_000;

/** Runs specs in a process of its own, shuffled and with the wires of a seed, and without a report. */
export const runClean = async (order: CleanOrder): Promise<CleanRun> => {
  const { release, seed, specs, withinMs } = order;
  const folder = join(order.folder, `${release}-${seed}`);
  const record = join(folder, 'record.jsonl');
  const reporter = ['--reporter-option', `record=${record},resultsDir=${join(folder, 'results')}`];
  const began = performance.now();
  const running = startSpecs(
    {
      parameters: ['--forbid-only', ...reporter, ...specs],
      bench: undefined,
      planted: {},
      release,
      seed,
      shuffle: true,
    },
    UNHEARD,
  );
  const deadline = setTimeout(() => {
    running.endOutOfTime(`${withinMs / 60_000} minutes`);
  }, withinMs);
  const end = setTimeout(() => running.kill(), withinMs + CLEANING_UP_MS);
  const { exitCode } = await running.ended;
  clearTimeout(deadline);
  clearTimeout(end);
  const summary = summarize(readRunRecord(record));
  await rm(folder, { recursive: true, force: true });
  const isSound = summary.verdict !== 'passed' || exitCode === 0;
  const hooks = summary.hooks.map(({ title, colour, code, message }) => ({
    title,
    suites: [],
    colour,
    code,
    message,
  }));
  return {
    release,
    seed,
    verdict: isSound ? summary.verdict : 'incomplete',
    tests: summary.passed + summary.failed,
    skipped: summary.skipped,
    failed: [...summary.tests.filter(({ state }) => state === 'failed'), ...hooks],
    tookMs: performance.now() - began,
  };
};
