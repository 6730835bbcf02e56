import type { Evidence } from '../../diagnosis/evidence.ts';
import type { Misconfiguration } from './misconfiguration.ts';

/** Plays mostly wait: more than one at a time take little longer than one. */
const AT_ONCE = 4;

/** Plays them, a few at a time. Gives a promise for each, in their order; those that wait for them wait no longer. */
export const playAll = (
  all: readonly Misconfiguration[],
  atOnce = AT_ONCE,
): Promise<Evidence>[] => {
  const lanes = new Array<Promise<unknown>>(atOnce).fill(Promise.resolve());
  return all.map(({ run }, turn) => {
    const lane = turn % atOnce;
    const played = (lanes[lane] ?? Promise.resolve()).then(run);
    // A play that breaks belongs to who waits for it.
    lanes[lane] = played.catch(() => undefined);
    return played;
  });
};
