import type { Suite } from 'mocha';
import { chanceOf } from '../../../simulators/wire/chance.ts';

/**
 * Puts the suites of a run into another order, file by file, as a seed will have it. Suites of one file stay together,
 * in their order: a procedure may go over several.
 * @param root the suite around all others, none of which has begun
 */
export const shuffleSuites = (root: Suite, seed: number): void => {
  // In the order of their names, so that the order in which they were found makes no difference.
  const files = [...new Set(root.suites.map(({ file = '' }) => file))].sort();
  const order = chanceOf(seed).of('order of spec files').shuffled(files);
  const shuffled = order.flatMap((name) => root.suites.filter(({ file = '' }) => file === name));
  root.suites.splice(0, root.suites.length, ...shuffled);
};
