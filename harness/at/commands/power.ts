import { command, number, optional, query, set } from './command.ts';
import { integer } from './fields.ts';
import { ifPresent, one, record, textLines } from './replies.ts';

/** Sleeps so long with RAM and ports off, then boots. The time stands alone in the answer's line. */
export const deepSleep = command('AT+GSLP', {
  set: set(
    { ms: number },
    {
      reply: textLines('the time to sleep', {
        decode: ([line]) => ({ ms: Number(line) }),
        encode: ({ ms }: { readonly ms: number }) => [String(ms)],
      }),
    },
  ),
});

/** Wi-Fi's transmit power in quarters of a dBm, and Bluetooth's in its steps, which some chips do not have. */
export const transmitPower = command('AT+RFPOWER', {
  query: query(
    one(
      record('+RFPOWER', {
        wifi: integer,
        advertising: ifPresent(integer),
        scanning: ifPresent(integer),
        connected: ifPresent(integer),
      }),
    ),
  ),
  set: set({
    wifi: number,
    advertising: optional(number),
    scanning: optional(number),
    connected: optional(number),
  }),
});
