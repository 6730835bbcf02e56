const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends what would outlive this process also when a signal ends that. A process with a parent to order it about, as under the
 * command `run`, is not ended by signals: the parent lets it finish its work first.
 * @returns takes that back, once it has been ended
 */
export const endBySignals = (end: () => Promise<void>): (() => void) => {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.send) return;
    const goOn = (): void => {
      forget();
      process.kill(process.pid, signal);
    };
    end().then(goOn, goOn);
  };
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return forget;
};
