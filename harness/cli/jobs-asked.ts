import { availableParallelism } from 'node:os';
import { BadInput } from '../../errors/bench-error.ts';

/**
 * How many processes there are to be at a time.
 * @param asked what `--jobs` was given
 * @param aCore for each core, where it was not
 * @throws BadInput `BAD_FLAG`
 */
export const jobsAsked = (asked: string | undefined, aCore: number): number => {
  const jobs = asked === undefined ? aCore * availableParallelism() : Number(asked);
  if (Number.isInteger(jobs) && jobs >= 1) return jobs;
  throw new BadInput('BAD_FLAG', `--jobs takes a whole number from 1 on, not "${asked}".`);
};
