/** Something measured beside its floor: what the same machine needs, in the same run, for the least that must be done. */
export interface Figure {
  readonly name: string;
  /** The median, in milliseconds. */
  readonly ms: number;
  readonly floorMs: number;
  /** What the floor is the time of. */
  readonly floor: string;
  readonly runs: number;
}

/** How many times the floor. */
export const ratioOf = ({ ms, floorMs }: Figure): number => ms / floorMs;

/** The middle one; of an even number the lower of the two. */
export const median = (values: readonly number[]): number => {
  const middle = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('the median of nothing');
  return middle;
};

/** How long something takes, in milliseconds. */
export const timeOf = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
