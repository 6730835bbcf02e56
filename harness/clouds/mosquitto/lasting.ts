const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What outlives a process unless somebody ends it. */
interface Lasting {
  /** Ends it for good. */
  readonly end: () => Promise<void>;
  /** What can be done of that when no time is left to wait. */
  readonly abandon: () => void;
}

/**
 * Ends something with this process too, however that goes: by itself, or by a signal. A process with
 * a parent to order it about, as under the command `run`, is not ended by signals: the parent lets it finish its work first.
 * @returns takes that back, once it has been ended
 */
export const endWithProcess = ({ end, abandon }: Lasting): (() => void) => {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.send) return;
    const goOn = (): void => {
      forget();
      process.kill(process.pid, signal);
    };
    end().then(goOn, goOn);
  };
  const forget = (): void => {
    process.off('exit', abandon);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on('exit', abandon);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return forget;
};
