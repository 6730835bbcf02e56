import type { Suite } from 'mocha';
import { inLanes } from './in-lanes.ts';

/** More would only wait for each other's processor. */
const AT_ONCE = 3;
/** Mocha's flags by which only some tests are run. */
const CHOOSES = /^(?:-[gf]|--f?grep)/;

/**
 * Has the tests of a suite begin before it is their turn, a few at a time: for those that wait more than they work. Each
 * is awaited, and fails, in its own place. They share what `before` made, which therefore stands in front of this call;
 * none may need a `beforeEach`, or skip itself. Where Mocha was told to choose among the tests, each begins in its turn:
 * nothing else would tell which of them it leaves out.
 */
export const sideBySide = (
  suite: Suite,
  atOnce = AT_ONCE,
  argv: readonly string[] = process.argv,
): void => {
  if (argv.some((each) => CHOOSES.test(each))) return;
  suite.beforeAll('begin the tests side by side', () => {
    const tests = suite.tests.filter(({ fn }) => fn !== undefined);
    const bodies = tests.map(
      ({ fn, ctx }) =>
        () =>
          Reflect.apply(fn as () => unknown, ctx, []),
    );
    for (const [nth, end] of inLanes(bodies, atOnce).entries()) {
      const test = tests[nth];
      if (test) test.fn = () => end;
    }
  });
};
