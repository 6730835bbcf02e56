/**
 * Begins pieces of work, so many at a time, each behind another of its lane. Gives a promise for each, in their order: what
 * breaks belongs to who waits for it, and keeps none behind it from its beginning.
 */
export const inLanes = <T>(
  work: readonly (() => T | Promise<T>)[],
  atOnce: number,
): Promise<T>[] => {
  const lanes = new Array<Promise<unknown>>(atOnce).fill(Promise.resolve());
  return work.map((begin, turn) => {
    const lane = turn % atOnce;
    const end = (lanes[lane] ?? Promise.resolve()).then(begin);
    lanes[lane] = end.catch(() => undefined);
    return end;
  });
};
