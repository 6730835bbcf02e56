import { BenchError, type Colour } from '../errors/bench-error.ts';

/**
 * The run took longer than it may. Every wait has a patience of its own, so one that outlived the run had none, or the
 * run was given too little: the harness's fault, and not the firmware's.
 */
export class RunOutOfTime extends BenchError {
  readonly code = 'RUN_OUT_OF_TIME';
  readonly colour: Colour = 'harness';
  /** The steps that were under way, the outermost first. */
  readonly waitingIn: readonly string[];

  constructor(deadline: string, waitingIn: readonly string[]) {
    const where = waitingIn.length === 0 ? 'in no step' : `in ${waitingIn.join(' › ')}`;
    super(
      `the run was not done within ${deadline}, and was waiting ${where}; look what kept it there, or give it more time with --deadline`,
    );
    this.waitingIn = waitingIn;
  }
}

/**
 * What the run was waiting for when its time was over comes with the error. What begins later is the putting away.
 * @param time aborted then; its reason is how long the run was allowed to take, in words
 * @throws RunOutOfTime
 */
export const whileThereIsTime = <T>(
  work: Promise<T>,
  time: AbortSignal,
  waitingIn: () => readonly string[],
): Promise<T> => {
  if (time.aborted) return work;
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new RunOutOfTime(String(time.reason), waitingIn()));
    time.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => time.removeEventListener('abort', end));
  });
};
