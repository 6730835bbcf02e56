import { waitPatiently } from '../../harness/ports/patience.ts';

/** What a timer is called by; only `clearTimeout` looks into it. */
export type TimerHandle = object;

/**
 * Where waiting parts get their time from. The simulators never call the global timers themselves, so that a test
 * can run minutes of the firmware's patience in milliseconds.
 */
export interface Timers {
  /** Milliseconds that only go forward; their zero means nothing. */
  readonly now: () => number;
  readonly setTimeout: (run: () => void, ms: number) => TimerHandle;
  readonly clearTimeout: (timer: TimerHandle) => void;
}

export const realTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Real time for waits that somebody else can end: a process that was held up hears him before it gives up. */
export const patientTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (run, ms) => ({ stop: waitPatiently(ms, run) }),
  clearTimeout: (wait) => (wait as Wait).stop(),
};

interface Wait {
  readonly stop: () => void;
}

/** Timers on which everything takes a `times`-th of the real time; sockets stay as fast as they are. */
export const fastTimers = (times: number): Timers => ({
  now: () => performance.now() * times,
  setTimeout: (run, ms) => setTimeout(run, ms / times),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
});

/** Waits `ms`; rejects with the signal's reason when it aborts first, and leaves no timer behind. */
export const pause = (timers: Timers, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      timers.clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = timers.setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
