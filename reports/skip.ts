import type { Context, Hook, Runnable, Suite, Test } from 'mocha';

const REASON = Symbol.for('esp-at-bench.skip-reason');

type Skipped = (Runnable | Suite) & { [REASON]?: string };

/**
 * Skips the running test, or from a `before` hook its whole suite, and says why in the report and the summary.
 * `this.skip()` alone would be silent.
 */
export const skipBecause = (context: Context, reason: string): never => {
  const runnable = context.runnable() as Hook | Test;
  const subject: Skipped | undefined =
    runnable.type !== 'hook'
      ? runnable
      : /before each/.test(runnable.title)
        ? context.currentTest
        : runnable.parent;
  if (subject) subject[REASON] = reason;
  return context.skip();
};

/** Skips a test that has not begun yet; of its hooks, none is executed. */
export const skipLater = (test: Test, reason: string): void => {
  const subject: Skipped = test;
  subject[REASON] = reason;
  test.pending = true;
};

/** Why a test was skipped, when it was skipped with a reason. */
export const skipReason = (test: Runnable): string | undefined => {
  let at: Skipped | undefined = test;
  while (at && at[REASON] === undefined) at = at.parent;
  return at?.[REASON];
};
