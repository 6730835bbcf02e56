import { z } from 'zod';
import { endOutOfTime } from '../../../reports/stage.ts';

/** What the command `run` says to the process that runs the specs. */
const orderSchema = z.object({
  stopBecauseOf: z.string(),
  /** The run may take no longer than this, `30 minutes`: what runs now does not come to its end. */
  outOfTime: z.string().optional(),
});

/** See `stopBecauseOf`. */
export type StopOrder = z.output<typeof orderSchema>;

let reason: string | undefined;

/** Why no further test may begin: `SIGINT`, `the end of its parent process`. */
export const stopReason = (): string | undefined => reason;

/**
 * Under the command `run`, Ctrl-C and a polite kill are that command's to pass on, so that they count once however they
 * came: to both processes, as from a terminal, or to the one. A test that runs comes to its end and the board is left in a
 * known state; what is still to come is skipped. Started in any other way, a process does with signals as it likes.
 */
export const heedStopOrders = (onStop: (reason: string) => void): void => {
  if (!process.send) return;
  const stop = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    onStop(why);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', (message) => {
    const order = orderSchema.safeParse(message);
    if (!order.success) return;
    stop(order.data.stopBecauseOf);
    if (order.data.outOfTime !== undefined) endOutOfTime(order.data.outOfTime);
  });
  process.once('disconnect', () => stop('the end of its parent process'));
  // A parent that listens keeps nobody from ending.
  process.channel?.unref();
};
