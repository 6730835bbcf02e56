import { command, number, optional, query, set, text } from './command.ts';
import { bare, integer, quoted } from './fields.ts';
import { ifPresent, one, record } from './replies.ts';

/** Time from the network: on or off, the zone (hours, or [+|-][hh]mm on newer releases), up to three servers. */
export const networkTime = command('AT+CIPSNTPCFG', {
  query: query(
    one(
      record('+CIPSNTPCFG', {
        on: integer,
        zone: ifPresent(integer),
        server1: ifPresent(quoted),
        server2: ifPresent(quoted),
        server3: ifPresent(quoted),
      }),
    ),
  ),
  set: set({
    on: number,
    zone: optional(number),
    server1: optional(text),
    server2: optional(text),
    server3: optional(text),
  }),
});

/** The local time as C's asctime writes it: `Mon Nov 23 13:25:46 2026`, the day padded with a blank. */
export const localTime = command('AT+CIPSNTPTIME', {
  query: query(one(record('+CIPSNTPTIME', { asctime: bare }))),
});

/** How often the time is asked for again, in seconds. */
export const timeInterval = command(
  'AT+CIPSNTPINTV',
  {
    query: query(one(record('+CIPSNTPINTV', { seconds: integer }))),
    set: set({ seconds: number }),
  },
  { since: '2.4' },
);
