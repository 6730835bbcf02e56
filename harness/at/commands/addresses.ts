import { z } from 'zod';
import { command, execute, optional, query, set, text } from './command.ts';
import { bare, quoted } from './fields.ts';
import { many, record } from './replies.ts';

/** `ip:"192.168.1.5"`. */
export const namedAddress = z.codec(
  z.string().regex(/^\w+:".*"$/, 'a named address'),
  z.object({ name: z.string(), address: z.string() }),
  {
    decode: (wire) => {
      const colon = wire.indexOf(':');
      return { name: wire.slice(0, colon), address: wire.slice(colon + 2, -1) };
    },
    encode: ({ name, address }) => `${name}:"${address}"`,
  },
);

/** The station's `ip`, `gateway` and `netmask`; three times 0.0.0.0 while it is not joined. */
export const stationAddress = command('AT+CIPSTA', {
  query: query(many(record('+CIPSTA', { entry: namedAddress }))),
  /** By hand, which switches DHCP off. */
  set: set({ ip: text, gateway: optional(text), netmask: optional(text) }),
});

/** What the interfaces that are up have: `STAIP`, `STAMAC`, and before them `APIP`, `APMAC` of an own access point. */
export const addresses = command('AT+CIFSR', {
  execute: execute({ reply: many(record('+CIFSR', { what: bare, value: quoted })) }),
});
