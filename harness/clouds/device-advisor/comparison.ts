import type { Expectation } from './expectations.ts';
import { type Judgement, VERDICTS } from './judgement.ts';

/** How a judgement stands to what is known of the firmware. */
export type Comparison = 'as expected' | 'worse' | 'better' | 'not known';

/**
 * Holds a judgement against what was expected. A failure by design can become worse, too: by tries that come sooner
 * than they used to. A back-off may begin sooner; tries that all come sooner are a storm, however they are spaced.
 */
export const compare = (
  { verdict, delays = [] }: Judgement,
  expected: Expectation | undefined,
): Comparison => {
  if (!expected) return 'not known';
  const { noSoonerThan = 0 } = expected;
  const isStorm = delays.length > 0 && Math.max(...delays) < noSoonerThan;
  const difference = VERDICTS.indexOf(verdict) - VERDICTS.indexOf(expected.verdict);
  if (isStorm || difference > 0) return 'worse';
  if (difference < 0) return 'better';
  return Math.min(...delays) < noSoonerThan ? 'worse' : 'as expected';
};
