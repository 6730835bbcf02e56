import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRecord } from '../../../reports/run-record.ts';
import type { DefectChoice } from '../../../simulators/defects/chosen-defect.ts';
import { type RunningSpecs, startSpecs } from '../run/run-specs.ts';

/** Specs to be run on a simulated board, healthy or with a bug. */
export interface Trial {
  readonly specs: readonly string[];
  readonly release: string;
  readonly planted: DefectChoice;
  /** Whether no more than this has to be known. */
  readonly isEnough: (test: TestRecord) => boolean;
}

/** What became of them. A test that ended more than once stands as it ended last. */
export interface TrialOutcome {
  readonly tests: readonly TestRecord[];
  /** The test that was enough. */
  readonly found: TestRecord | undefined;
  /** Why it did not come to its end, though nothing was found; undefined if it did. */
  readonly cutOff: string | undefined;
}

/** The firmware's waits, so many times faster than life. */
const PACE = 40;
/** Without a word: six times what the slowest test takes on a healthy board, as the processor is shared. */
const DEADLINE_MS = 60_000;
/** Until a first test has ended: on a busy machine a process takes long to start, whatever the firmware does. */
const FIRST_MS = 120_000;

/** Runs Mocha for trials, and can end what it has begun. */
export class Laboratory {
  readonly #folder: string;
  readonly #deadlineMs: number;
  readonly #running = new Set<RunningSpecs>();
  #isClosed = false;

  /** @param folder for what is gone afterwards */
  constructor(folder: string, { deadlineMs = DEADLINE_MS }: { deadlineMs?: number } = {}) {
    this.#folder = folder;
    this.#deadlineMs = deadlineMs;
  }

  /** Ends every trial at once, and begins no more: whatever is asked for then finds nothing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const specs of this.#running) specs.kill();
    await Promise.all(Array.from(this.#running, ({ ended }) => ended));
  }

  readonly run = async ({ specs, release, planted, isEnough }: Trial): Promise<TrialOutcome> => {
    const tests = new Map<number, TestRecord>();
    let found: TestRecord | undefined;
    let isEnded = false;
    let overdueMs: number | undefined;
    if (this.#isClosed) return { tests: [], found, cutOff: 'nothing more was begun' };
    const own = await mkdtemp(join(this.#folder, 'trial-'));
    const bench = join(own, 'bench.yaml');
    const board = { name: 'simulated', at: `sim://simulated?release=${release}` };
    // JSON is YAML.
    await writeFile(bench, JSON.stringify({ board, simulator: { pace: PACE } }));
    const reporter = `record=${join(own, 'record.jsonl')},results=none`;
    const parameters = ['--reporter-option', reporter, ...specs];
    let deadline: NodeJS.Timeout | undefined;
    const mayTake = (ms: number): void => {
      clearTimeout(deadline);
      deadline = setTimeout(() => {
        overdueMs = ms;
        running.kill();
      }, ms);
    };
    const running = startSpecs(
      { parameters, bench, release, planted, examine: false },
      {
        heard: (line) => {
          if (line.type === 'test' || tests.size > 0) mayTake(this.#deadlineMs);
          if (line.type === 'end') isEnded = true;
          if (line.type !== 'test' || found) return;
          tests.set(line.id, line);
          if (!isEnough(line)) return;
          found = line;
          // Its bench is in that process alone, and its folder goes in the end: there is nothing to put away.
          running.kill();
        },
        complained: () => undefined,
      },
    );
    mayTake(FIRST_MS);
    this.#running.add(running);
    const { exitCode, signal } = await running.ended;
    this.#running.delete(running);
    clearTimeout(deadline);
    const early = isEnded
      ? undefined
      : `they ended early, with ${signal ?? `exit code ${exitCode}`}`;
    const last = [...tests.values()].at(-1);
    const place = last ? `behind "${last.title}"` : 'before the first test';
    const late = (ms: number): string => `nothing ended for ${ms / 1000} s, ${place}`;
    const whyEarly = overdueMs === undefined ? early : late(overdueMs);
    const cutOff = found ? undefined : whyEarly;
    return { tests: [...tests.values()], found, cutOff };
  };
}
