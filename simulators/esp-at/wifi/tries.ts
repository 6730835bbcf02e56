import { pause, type Timers } from '../../network/timers.ts';
import type { Settings } from '../settings.ts';

/** Tries to join once. True: the station is in, and has an address. */
export type Attempt = (signal: AbortSignal) => Promise<boolean>;

/** How often a join that was asked for tries again until its time is over. */
const RETRY_MS = 1_000;

/** Second by second, so that where time passes fast a single hiccup of this computer does not use it all up. */
const passes = async (timers: Timers, ms: number, signal: AbortSignal): Promise<void> => {
  for (let left = ms; left > 0; left -= 1_000) await pause(timers, Math.min(left, 1_000), signal);
};

/**
 * Tries for so long. False: the time is over.
 * @throws the signal's reason
 */
export const tryInTime = async (
  timers: Timers,
  ms: number,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<boolean> => {
  const late = new AbortController();
  const inTime = AbortSignal.any([signal, late.signal]);
  const settled = new AbortController();
  passes(timers, ms, AbortSignal.any([signal, settled.signal])).then(
    () => late.abort(new Error('the time to join is over')),
    () => undefined,
  );
  try {
    while (!(await attempt(inTime))) await pause(timers, RETRY_MS, inTime);
    return true;
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error;
    return false;
  } finally {
    settled.abort();
  }
};

/**
 * Tries again as `AT+CWRECONNCFG` says, which is asked anew each time. False: it says not, or not any more.
 * @param onWaiting called before each wait for the next attempt
 * @throws the signal's reason
 */
export const tryAgain = async (
  timers: Timers,
  rejoin: () => Settings['rejoin'],
  attempt: Attempt,
  onWaiting: () => void,
  signal: AbortSignal,
): Promise<boolean> => {
  for (let tries = 0; ; tries += 1) {
    const { intervalSeconds, times } = rejoin();
    if (intervalSeconds === 0 || (times > 0 && tries >= times)) return false;
    onWaiting();
    await pause(timers, intervalSeconds * 1000, signal);
    if (await attempt(signal)) return true;
  }
};
