/** How a device spaces its tries. Device Advisor knows the first four. */
export type Backoff =
  /** Growing, by the same factor each time. */
  | 'exponential'
  /** Growing, and never quite as one would foretell. */
  | 'jitter'
  /** Growing, by the same amount each time. */
  | 'linear'
  /** Not growing. */
  | 'constant'
  /** Scattered widely, and not growing: jitter, but no back-off. */
  | 'scattered';

/** Fewer delays tell nothing. */
export const FEWEST_DELAYS = 4;

/** Delays that differ by no more than this share of themselves count as the same: a network is in them. */
const TOLERANCE = 0.08;
/** Delays within this factor, of no regular growth, are one wait and some looking around: a task that wakes now and then. */
const STEADY = 2;
/** The later half of growing delays is longer than the earlier one by this factor at least. */
const GROWTH = 1.5;

/**
 * How delays between tries are spaced, from at least `FEWEST_DELAYS` of them; null for fewer. How Device Advisor tells
 * its types apart is not known; these are the words' own meanings. A back-off that has reached its longest delay, and
 * stays there, counts by how it came to it.
 */
export const classifyBackoff = (delays: readonly number[]): Backoff | null => {
  if (delays.length < FEWEST_DELAYS) return null;
  const spread = Math.max(...delays) / Math.min(...delays);
  if (spread <= (1 + TOLERANCE) / (1 - TOLERANCE)) return 'constant';
  const climb = upToTheTop(delays);
  if (climb.length >= 3) {
    if (isStraight(climb)) return 'linear';
    if (isExponential(climb)) return 'exponential';
  }
  if (spread <= STEADY) return 'constant';
  return isGrowing(delays) ? 'jitter' : 'scattered';
};

/** Without the delays behind the first that is as long as they get. */
const upToTheTop = (delays: readonly number[]): readonly number[] => {
  const top = Math.max(...delays);
  const isTop = (delay: number): boolean => delay >= top * (1 - TOLERANCE);
  const first = delays.findIndex(isTop);
  return delays.slice(first).every(isTop) ? delays.slice(0, first + 1) : delays;
};

/** The line through points that are one apart: least squares. */
const lineThrough = (values: readonly number[]): { slope: number; fitted: readonly number[] } => {
  const middle = (values.length - 1) / 2;
  const mean = meanOf(values);
  const across = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0);
  const along = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = across / along;
  return { slope, fitted: values.map((_, i) => mean + slope * (i - middle)) };
};

const isStraight = (delays: readonly number[]): boolean => {
  const { slope, fitted } = lineThrough(delays);
  return slope > 0 && delays.every((delay, i) => near(delay, fitted[i] ?? 0));
};

const isExponential = (delays: readonly number[]): boolean => {
  const { slope, fitted } = lineThrough(delays.map(Math.log));
  return slope > 0 && delays.every((delay, i) => near(delay, Math.exp(fitted[i] ?? 0)));
};

const near = (delay: number, expected: number): boolean =>
  Math.abs(delay - expected) <= TOLERANCE * delay;

const isGrowing = (delays: readonly number[]): boolean => {
  const half = Math.floor(delays.length / 2);
  return meanOf(delays.slice(-half)) >= GROWTH * meanOf(delays.slice(0, half));
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
