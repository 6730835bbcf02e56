import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Until it is disposed of, this process does not end by Ctrl-C or a polite kill. */
export interface StopSignals extends Disposable {
  /** The signal by which somebody stopped the run first. */
  readonly stoppedBy: NodeJS.Signals | undefined;
}

/** A first Ctrl-C or polite kill ends things behind what they are doing, every further one at once. */
export const heedStopSignals = (stop: {
  readonly politely: (signal: NodeJS.Signals) => void;
  readonly atOnce: () => void;
}): StopSignals => {
  let stoppedBy: NodeJS.Signals | undefined;
  const heed = (signal: NodeJS.Signals): void => {
    if (stoppedBy !== undefined) {
      stop.atOnce();
      return;
    }
    stoppedBy = signal;
    stop.politely(signal);
  };
  for (const signal of SIGNALS) process.on(signal, heed);
  return {
    get stoppedBy() {
      return stoppedBy;
    },
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, heed);
      if (stoppedBy === undefined) return;
      // One that is late, when all is done but the end of this process, leaves its exit code as it is.
      const code = exitCodeOf(stoppedBy);
      for (const signal of SIGNALS) process.on(signal, () => process.exit(code));
    },
  };
};

/** 128 and the signal's number, as shells have it. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
