import type { AtEvent } from '../../at/at-event.ts';
import { type Hands, verb } from '../verb.ts';
import type { ExpectOptions } from './mqtt-messages.ts';

/** A connection that was closed is noticed at once. */
const LOSS_MS = 10_000;
/** The firmware waits for 10 or 15 s before it connects again, and as long after an attempt that failed. */
const RETURN_MS = 60_000;

const expectNews = (
  hands: Hands,
  { line, kind }: { readonly line: string; readonly kind: AtEvent['kind'] },
  from: number,
  withinMs: number,
): Promise<void> =>
  verb(hands, `wait for ${line}`, { within: `${withinMs} ms` }, async () => {
    await hands.client.waitFor(line, (event) => (event.kind === kind ? event : undefined), {
      from,
      withinMs,
    });
  });

/** Waits until the board says that its connection has gone. @throws AtTimeout */
export const expectLoss = (
  hands: Hands,
  { from = hands.client.position(), withinMs = LOSS_MS }: ExpectOptions = {},
): Promise<void> =>
  expectNews(hands, { line: '+MQTTDISCONNECTED', kind: 'mqtt-disconnected' }, from, withinMs);

/** Waits until the board says that it is connected, by itself. @throws AtTimeout */
export const expectReturn = (
  hands: Hands,
  { from = hands.client.position(), withinMs = RETURN_MS }: ExpectOptions = {},
): Promise<void> =>
  expectNews(hands, { line: '+MQTTCONNECTED', kind: 'mqtt-connected' }, from, withinMs);
