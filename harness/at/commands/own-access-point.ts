import { namedAddress } from './addresses.ts';
import { command, number, optional, query, secret, set, text } from './command.ts';
import { integer, quoted } from './fields.ts';
import { many, one, record } from './replies.ts';

/** The board's own access point: 0 open, 2 WPA, 3 WPA2, 4 both; how many stations it takes; 1 for a hidden name. */
export const ownAccessPoint = command('AT+CWSAP', {
  query: query(
    one(
      record('+CWSAP', {
        ssid: quoted,
        password: quoted,
        channel: integer,
        encryption: integer,
        stations: integer,
        hidden: integer,
      }),
    ),
  ),
  set: set({
    ssid: text,
    password: secret,
    channel: number,
    encryption: number,
    stations: optional(number),
    hidden: optional(number),
  }),
});

/** Its `ip`, `gateway` and `netmask`. */
export const ownAddress = command('AT+CIPAP', {
  query: query(many(record('+CIPAP', { entry: namedAddress }))),
});

/** Its MAC address. */
export const ownMac = command('AT+CIPAPMAC', {
  query: query(one(record('+CIPAPMAC', { mac: quoted }))),
});
