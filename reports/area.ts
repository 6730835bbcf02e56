import type { Context, Runnable, Suite } from 'mocha';
import type { Area } from '../errors/area.ts';

const AREA = Symbol.for('esp-at-bench.area');

type InArea = (Runnable | Suite) & { [AREA]?: Area };

/** Says what a suite is about: all of its tests that do not say something else, and what its hooks fail. */
export const markArea = (subject: Runnable | Suite, area: Area): void => {
  (subject as InArea)[AREA] = area;
};

/**
 * A test about another area than its suite. To be written around its body: `it('joins the Wi-Fi', about('wifi', async () => …))`.
 */
export const about = (area: Area, test: (this: Context) => Promise<void>) =>
  function (this: Context): Promise<void> {
    markArea(this.runnable(), area);
    return test.call(this);
  };

/** What a test or hook is about; undefined where nobody said it, as in unit tests. */
export const areaOf = (runnable: Runnable): Area | undefined => {
  let at: InArea | undefined = runnable;
  while (at && at[AREA] === undefined) at = at.parent;
  return at?.[AREA];
};
