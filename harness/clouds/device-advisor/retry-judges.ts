import { type Backoff, classifyBackoff } from './backoff.ts';
import { delaysIn, describeDelays } from './delays.ts';
import {
  fail,
  type Judge,
  type Judgement,
  type Seen,
  VERDICTS,
  type Verdict,
} from './judgement.ts';
import { REFUSED } from './refusals.ts';

/** Two such rounds, each with the one that is let in. */
const BOTH_ROUNDS = 2 * (REFUSED + 1);

type Scale = Readonly<Record<Backoff, Verdict>>;

/** What a network and a busy computer do to a delay, in seconds. */
const ERROR = 0.02;

const bySpacing = (scale: Scale, delays: readonly number[], pace: number): Judgement => {
  const backoff = classifyBackoff(delays, ERROR * pace);
  if (backoff === null) {
    return { ...fail(`only ${delays.length} further tries came, which tell no back-off`), delays };
  }
  const reason = `the waits between tries are ${backoff}: ${describeDelays(delays, pace)}`;
  return { verdict: scale[backoff], reason, delays };
};

const worseOf = (one: Judgement, other: Judgement): Judgement =>
  VERDICTS.indexOf(other.verdict) > VERDICTS.indexOf(one.verdict) ? other : one;

const connectsIn = ({ events }: Seen): number =>
  events.filter(({ kind }) => kind === 'connect').length;

/** Of MQTT_Connect_Jitter_Backoff_Retries: in each of two rounds the first tries are refused. */
export const jitterTwice: Judge = (seen) => {
  const connects = connectsIn(seen);
  const delays = delaysIn(seen);
  if (connects < BOTH_ROUNDS) {
    return { ...fail(`${connects} CONNECT came, of ${BOTH_ROUNDS} in two rounds`), delays };
  }
  const scale = { ...NO_BACKOFF, jitter: 'pass', exponential: 'pass with warnings' } as const;
  // The wait between the rounds follows a connection, and no refusal.
  const rounds = [delays.slice(0, REFUSED), delays.slice(REFUSED + 1)];
  const [first, second] = rounds.map((round) => bySpacing(scale, round, seen.pace)) as [
    Judgement,
    Judgement,
  ];
  return { ...worseOf(first, second), delays };
};

/** Of MQTT_Connect_Exponential_Backoff_Retries. Jitter over a back-off that grows leaves it exponential. */
export const exponential: Judge = (seen) => {
  const connects = connectsIn(seen);
  const delays = delaysIn(seen);
  if (connects <= REFUSED) {
    return { ...fail(`${connects} CONNECT came, of ${REFUSED + 1}`), delays };
  }
  return bySpacing({ ...NO_BACKOFF, jitter: 'pass', exponential: 'pass' }, delays, seen.pace);
};

/** Of both cases in which an established connection is lost: jitter without back-off is improper jitter. */
export const jitterAfterLoss: Judge = (seen) => {
  const delays = delaysIn(seen);
  const scale = {
    ...NO_BACKOFF,
    jitter: 'pass',
    exponential: 'pass with warnings',
    scattered: 'pass with warnings',
  } as const;
  return delays.length < REFUSED
    ? { ...fail(`${delays.length} tries came after a loss, of ${REFUSED}`), delays }
    : bySpacing(scale, delays, seen.pace);
};

const NO_BACKOFF = {
  jitter: 'fail',
  exponential: 'fail',
  scattered: 'fail',
  linear: 'fail',
  constant: 'fail',
} satisfies Scale;
