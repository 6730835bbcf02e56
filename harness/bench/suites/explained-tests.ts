import type { Context, Runnable, Suite } from 'mocha';

/** Is called with what a test or hook was rejected with, before Mocha hears of it. */
export type Explain = (error: unknown, file: string | undefined) => Promise<void>;

const explained = new WeakSet<object>();

/** Mocha's way to end a test without a result. */
const isSkip = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'PendingError' || error.name === 'Pending');

/** Has Mocha given it up already? Then nobody waits for it any more. */
const isOver = (runnable: Runnable): boolean =>
  runnable.state !== undefined || Reflect.get(runnable, 'timedOut') === true;

const explainOne = (runnable: Runnable, explain: Explain): void => {
  const { fn } = runnable;
  // Callback style is not used on a bench.
  if (!fn || fn.length > 0 || explained.has(fn)) return;
  runnable.fn = async function (this: Context): Promise<void> {
    try {
      await Reflect.apply(fn, this, []);
    } catch (error) {
      // Tried again, a test is another one.
      const running = this.runnable();
      if (!isSkip(error) && !isOver(running)) {
        // An examination ends by itself, and a limit that ran out in it would take the place of what failed.
        running.timeout(0);
        await explain(error, running.file ?? runnable.file);
      }
      throw error;
    }
  };
  explained.add(runnable.fn);
};

/** Hooks are no part of Mocha's declared interface. */
const hooksOf = (suite: Suite): Runnable[] =>
  ['_beforeAll', '_beforeEach'].flatMap((name) => Reflect.get(suite, name) as Runnable[]);

/**
 * Has what fails in a suite explained before it counts as failed: its tests, and what prepares them. Mocha writes a
 * result before any `afterEach`, hence here. Skips are no failures, and a test that ran out of Mocha's time is left alone.
 */
export const explainSuite = (suite: Suite, explain: Explain): void => {
  for (const runnable of [...hooksOf(suite), ...suite.tests]) explainOne(runnable, explain);
  for (const inner of suite.suites) explainSuite(inner, explain);
};
