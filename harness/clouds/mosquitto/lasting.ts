const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What outlives a process unless somebody ends it. */
interface Lasting {
  /** Ends it for good. */
  readonly end: () => Promise<void>;
  /** What can be done of that when no time is left to wait. */
  readonly abandon: () => void;
}

/**
 * Ends something with this process too, however that goes: by itself, or by a signal. A signal that somebody else
 * listens to as well is theirs: they bring their work to its end, and this with it.
 * @returns takes that back, once it has been ended
 */
export const endWithProcess = ({ end, abandon }: Lasting): (() => void) => {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
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
