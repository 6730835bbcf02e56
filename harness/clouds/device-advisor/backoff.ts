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
const FEWEST_DELAYS = 4;

/** Delays that differ by no more than this share of themselves count as the same. */
const TOLERANCE = 0.08;
/** Delays within this factor, of no regular growth, are one wait and some looking around: a task that wakes now and then. */
const STEADY = 2;
/** The later half of growing delays is longer than the earlier one by this factor at least. */
const GROWTH = 1.5;

/**
 * How delays between tries are spaced, from at least four of them; null for fewer. How Device Advisor tells
 * its types apart is not known; these are the words' own meanings. A back-off that has reached its longest delay, and
 * stays there, counts by how it came to it.
 * @param error by how much a delay may have been measured wrong, in the unit of the delays
 */
export const classifyBackoff = (delays: readonly number[], error = 0): Backoff | null => {
  if (delays.length < FEWEST_DELAYS) return null;
  const isNear = (one: number, other: number): boolean =>
    Math.abs(one - other) <= TOLERANCE * one + error;
  const [least, most] = [Math.min(...delays), Math.max(...delays)];
  if (isNear((least + most) / 2, least)) return 'constant';
  const climb = upToTheTop(delays, (delay) => isNear(delay, most));
  if (climb.length >= 3) {
    if (isStraight(climb, isNear)) return 'linear';
    if (isExponential(climb, isNear)) return 'exponential';
  }
  if (most <= STEADY * least) return 'constant';
  return isGrowing(delays) ? 'jitter' : 'scattered';
};

type Nearness = (delay: number, expected: number) => boolean;

/** Without the delays behind the first that is as long as they get. */
const upToTheTop = (
  delays: readonly number[],
  isTop: (delay: number) => boolean,
): readonly number[] => {
  const first = delays.findIndex(isTop);
  return delays.slice(first).every(isTop) ? delays.slice(0, first + 1) : delays;
};

/** The line through points that are one apart: least squares, each by its weight. */
const lineThrough = (
  values: readonly number[],
  weightOf: (value: number) => number,
): { slope: number; fitted: readonly number[] } => {
  const weights = values.map(weightOf);
  const weighed = (terms: readonly number[]): number =>
    terms.reduce((sum, term, i) => sum + term * (weights[i] ?? 0), 0);
  const total = weighed(values.map(() => 1));
  const middle = weighed(values.map((_, i) => i)) / total;
  const mean = weighed(values) / total;
  const across = weighed(values.map((value, i) => (i - middle) * (value - mean)));
  const along = weighed(values.map((_, i) => (i - middle) ** 2));
  const slope = across / along;
  return { slope, fitted: values.map((_, i) => mean + slope * (i - middle)) };
};

/** A long delay may be as far from the line as it is long. */
const isStraight = (delays: readonly number[], isNear: Nearness): boolean => {
  const { slope, fitted } = lineThrough(delays, (delay) => delay ** -2);
  return slope > 0 && delays.every((delay, i) => isNear(delay, fitted[i] ?? 0));
};

const isExponential = (delays: readonly number[], isNear: Nearness): boolean => {
  const { slope, fitted } = lineThrough(delays.map(Math.log), () => 1);
  return slope > 0 && delays.every((delay, i) => isNear(delay, Math.exp(fitted[i] ?? 0)));
};

const isGrowing = (delays: readonly number[]): boolean => {
  const half = Math.floor(delays.length / 2);
  return meanOf(delays.slice(-half)) >= GROWTH * meanOf(delays.slice(0, half));
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
