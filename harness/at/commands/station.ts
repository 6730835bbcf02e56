import { command, number, optional, query, set, text } from './command.ts';
import { bare, integer, quoted } from './fields.ts';
import { ifPresent, one, record } from './replies.ts';

/** The name that the station tells the DHCP server. */
export const hostname = command('AT+CWHOSTNAME', {
  query: query(one(record('+CWHOSTNAME', { hostname: bare }))),
  set: set({ hostname: text }),
});

/** Does the station join the stored access point at boot? */
export const autoConnect = command('AT+CWAUTOCONN', {
  query: query(one(record('+CWAUTOCONN', { on: integer }))),
  set: set({ on: number }),
});

/** Where DHCP is on: 1 the station, 2 the own access point, 3 both. */
export const dhcp = command('AT+CWDHCP', {
  query: query(one(record('+CWDHCP', { interfaces: integer }))),
  /** `on` switches it for those of `interfaces`, and leaves the others. */
  set: set({ on: number, interfaces: number }),
});

/** Regulations: whose, and which channels. Policy 0 follows the access point. */
export const country = command(
  'AT+CWCOUNTRY',
  {
    query: query(
      one(
        record('+CWCOUNTRY', {
          policy: integer,
          code: quoted,
          firstChannel: integer,
          channels: integer,
        }),
      ),
    ),
    set: set({ policy: number, code: text, firstChannel: number, channels: number }),
  },
  { since: '2.1' },
);

/** The station's MAC address. */
export const stationMac = command('AT+CIPSTAMAC', {
  query: query(one(record('+CIPSTAMAC', { mac: quoted }))),
  set: set({ mac: text }),
});

/** The DNS servers: 0 for those of DHCP and the firmware's own, 1 for what was given by hand. */
export const nameServers = command('AT+CIPDNS', {
  query: query(
    one(
      record('+CIPDNS', {
        byHand: integer,
        server1: quoted,
        server2: ifPresent(quoted),
        server3: ifPresent(quoted),
      }),
    ),
  ),
  set: set({
    byHand: number,
    server1: optional(text),
    server2: optional(text),
    server3: optional(text),
  }),
});
