import type { Expectation } from './expectations.ts';
import { type Judgement, VERDICTS } from './judgement.ts';

/** How a judgement stands to what is known of the firmware. */
export type Comparison = 'as expected' | 'worse' | 'better' | 'not known';

/**
 * Holds a judgement against what was expected. A failure by design can become worse, too: by tries that come sooner
 * than they used to.
 */
export const compare = (
  { verdict, delays = [] }: Judgement,
  expected: Expectation | undefined,
): Comparison => {
  if (!expected) return 'not known';
  const { noSoonerThan = 0 } = expected;
  const difference = VERDICTS.indexOf(verdict) - VERDICTS.indexOf(expected.verdict);
  if (difference !== 0) return difference > 0 ? 'worse' : 'better';
  return Math.min(...delays) < noSoonerThan ? 'worse' : 'as expected';
};
