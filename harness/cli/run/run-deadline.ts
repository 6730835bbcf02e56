import type { RunningSpecs } from './run-specs.ts';

/** For putting the bench away, from the deadline on. */
const CLEANING_UP_MS = 60_000;
const MINUTE_MS = 60_000;

/** Watches over how long a run takes, until it is disposed of. */
export interface RunDeadline extends Disposable {
  /** Whether it has passed. */
  readonly hasPassed: boolean;
}

/** `90 minutes`, `30 seconds` */
const inWords = (minutes: number): string =>
  minutes < 1 ? `${minutes * 60} seconds` : `${minutes} minute${minutes === 1 ? '' : 's'}`;

/**
 * Ends what still runs when its time is over: the test of the moment fails with what it was waiting for, the rest is
 * skipped. A process that is not gone a minute later has a loop without an end, and is killed.
 * @param running what runs at that moment
 */
export const keepDeadline = (
  minutes: number,
  running: () => Iterable<Pick<RunningSpecs, 'endOutOfTime' | 'kill'>>,
  say: (sentence: string) => void,
  cleaningUpMs = CLEANING_UP_MS,
): RunDeadline => {
  const words = inWords(minutes);
  let hasPassed = false;
  let timer = setTimeout(() => {
    hasPassed = true;
    say(`esp-at-bench: the run is not done within ${words}, and is ended`);
    for (const specs of running()) specs.endOutOfTime(words);
    timer = setTimeout(() => {
      say('esp-at-bench: it does not come to its end by itself either, and is killed');
      for (const specs of running()) specs.kill();
    }, cleaningUpMs);
  }, minutes * MINUTE_MS);
  return {
    get hasPassed() {
      return hasPassed;
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
