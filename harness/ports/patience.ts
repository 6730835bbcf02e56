/** How often the wires are looked at in a wait, at least, before somebody is taken for silent. */
const LOOKS = 20;
/** A look takes its millisecond: short waits have fewer. */
const BETWEEN_LOOKS_MS = 10;

/**
 * Calls `giveUp` when so long a wait is over. Gives what ends the wait before. The wait is made of parts, as Node runs
 * timers before it looks at its wires: a process that was held up, as on a busy machine, would give up on an answer that
 * has long come. A part that is late counts no more than any other, and what came meanwhile is heard behind it.
 */
export const waitPatiently = (withinMs: number, giveUp: () => void): (() => void) => {
  const waiting = inParts(withinMs, giveUp);
  return () => clearTimeout(waiting.timer);
};

/** As `AbortSignal.timeout`, with that patience: it keeps no process from its end either. */
export const patience = (withinMs: number): AbortSignal => {
  const over = new AbortController();
  inParts(
    withinMs,
    () => over.abort(new DOMException(`nothing came within ${withinMs} ms`, 'TimeoutError')),
    (timer) => timer.unref(),
  );
  return over.signal;
};

const inParts = (
  withinMs: number,
  giveUp: () => void,
  made: (timer: NodeJS.Timeout) => void = () => undefined,
): { timer: NodeJS.Timeout | undefined } => {
  const looks = Math.max(1, Math.min(LOOKS, Math.floor(withinMs / BETWEEN_LOOKS_MS)));
  // Timers of Node leave out what is less than a millisecond, here so many times.
  const betweenMs = Math.ceil(withinMs / looks);
  const waiting: { timer: NodeJS.Timeout | undefined } = { timer: undefined };
  const wait = (left: number): void => {
    const look = (): void => (left === 1 ? giveUp() : wait(left - 1));
    waiting.timer = setTimeout(look, betweenMs);
    made(waiting.timer);
  };
  wait(looks);
  return waiting;
};
