import type { Suite } from 'mocha';

/** More would only wait for each other's processor. */
const AT_ONCE = 3;

/**
 * Has the tests of a suite begin before it is their turn, a few at a time: for those that wait more than they work. Each
 * is awaited, and fails, in its own place. They share what `before` made, which therefore stands in front of this call;
 * none may need a `beforeEach`, or skip itself.
 */
export const sideBySide = (suite: Suite, atOnce = AT_ONCE): void => {
  suite.beforeAll('begin the tests side by side', () => {
    const lanes = new Array<Promise<unknown>>(atOnce).fill(Promise.resolve());
    for (const [turn, test] of suite.tests.entries()) {
      const { fn, ctx } = test;
      if (!fn) continue;
      const lane = turn % atOnce;
      const end = (lanes[lane] ?? Promise.resolve()).then(() => Reflect.apply(fn, ctx, []));
      // What fails belongs to who waits for it.
      lanes[lane] = end.catch(() => undefined);
      test.fn = () => end;
    }
  });
};
