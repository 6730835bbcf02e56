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

/** How often sockets are looked at in a wait for somebody else, at least, and the time between two looks, at least. */
const LOOKS = 20;
const BETWEEN_LOOKS_MS = 10;

/**
 * Real time for waits that somebody else can end. They are made of parts, as Node runs timers before it looks at its
 * sockets: a process that was held up, as on a busy machine, would give up on an answer that has long come, and so
 * would a real modem never. A part that is late counts no more than any other.
 */
export const patientTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (run, ms) => {
    const looks = Math.max(1, Math.min(LOOKS, Math.floor(ms / BETWEEN_LOOKS_MS)));
    const wait: Wait = { timer: undefined };
    const look = (left: number): void => {
      wait.timer = setTimeout(() => (left === 1 ? run() : look(left - 1)), ms / looks);
    };
    look(looks);
    return wait;
  },
  clearTimeout: (wait) => clearTimeout((wait as Wait).timer),
};

interface Wait {
  timer: NodeJS.Timeout | undefined;
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
