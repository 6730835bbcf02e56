import { constants } from 'node:os';
import { BenchError, type Colour } from '../../errors/bench-error.ts';

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
  let isOver = false;
  const heed = (signal: NodeJS.Signals): void => {
    if (isOver) process.exit(exitCodeOf(stoppedBy ?? signal));
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
      isOver = true;
      // After a stop one that is late, when all is done but the end of this process, leaves its exit code as it is.
      if (stoppedBy !== undefined) return;
      for (const signal of SIGNALS) process.off(signal, heed);
    },
  };
};

/** A command was told to stop, and did. What it threw instead has this for its cause. */
export class Stopped extends BenchError {
  readonly code = 'STOPPED';
  readonly colour: Colour = 'bench';
  readonly exitCode: number;

  /** @param left what that means for whatever was worked at */
  constructor(signal: NodeJS.Signals, left: string) {
    super(`stopped by ${signal}; ${left}`);
    this.exitCode = exitCodeOf(signal);
  }
}

/** What stopped a command, among the causes of the error that ended it. */
export const stopBehind = (error: unknown): Stopped | undefined => {
  if (error instanceof Stopped) return error;
  return error instanceof Error ? stopBehind(error.cause) : undefined;
};

/** 128 and the signal's number, as shells have it. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
