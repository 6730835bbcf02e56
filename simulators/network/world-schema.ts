import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { parseEndpoint } from './endpoint.ts';

const ipv4 = z
  .string({ error: 'expected an IPv4 address such as 10.0.2.15' })
  .refine(isIPv4, { error: 'expected an IPv4 address such as 10.0.2.15' });

const hostAndPort = z
  .string({ error: 'expected HOST:PORT such as 127.0.0.1:18883' })
  .refine((text) => parseEndpoint(text) !== undefined, {
    error: 'expected HOST:PORT such as 127.0.0.1:18883',
  });

/** A host name as the firmware accepts it, and names of the local network besides. */
const hostName = z.string().regex(/^[A-Za-z0-9._-]{1,255}$/, { error: 'expected a host name' });

const ssid = z
  .string({ error: 'expected the name of the access point, in quotes if it is a number' })
  .refine((text) => text !== '' && Buffer.byteLength(text) <= 32, {
    error: 'expected a name of 1 to 32 bytes',
  });

// IEEE 802.11i: a passphrase of 8 to 63 characters, or the 256-bit key itself in hexadecimal.
const password = z
  .string({ error: 'expected the password, in quotes if it is a number' })
  .regex(/^(?:[\x20-\x7e]{8,63}|[0-9A-Fa-f]{64})$/, {
    error: 'expected 8 to 63 printable characters or 64 hexadecimal digits',
  });

const bssid = z
  .string({ error: 'expected a MAC address such as 02:00:00:00:00:01' })
  .regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i, {
    error: 'expected a MAC address such as 02:00:00:00:00:01',
  })
  .transform((text) => text.toLowerCase());

const accessPoint = z
  .strictObject({
    ssid,
    bssid: bssid.default('02:00:00:00:00:01'),
    channel: z.int({ error: 'expected a channel from 1 to 14' }).min(1).max(14).default(6),
    /** Signal strength at the board, in dBm. */
    rssi: z
      .int({ error: 'expected a signal strength from -100 to 0 dBm' })
      .min(-100)
      .max(0)
      .default(-42),
    security: z.enum(['open', 'wpa2'], { error: 'expected open or wpa2' }).optional(),
    password: password.optional(),
    /** From a station's request to its association, in milliseconds; left out, what the firmware takes on air. */
    answersInMs: z
      .int({ error: 'expected a number of milliseconds from 0 to 60000' })
      .min(0)
      .max(60_000)
      .optional(),
    /**
     * How it turns away who has a wrong password; left out, the four-way handshake runs out. Which of them it is
     * decides what the firmware tells.
     */
    refusal: z
      .enum(
        ['handshake-timeout', 'handshake-ended', 'authentication-expired', 'authentication-failed'],
        {
          error:
            'expected handshake-timeout, handshake-ended, authentication-expired or authentication-failed',
        },
      )
      .optional(),
  })
  .transform(({ security, ...rest }) => ({
    ...rest,
    security: security ?? (rest.password === undefined ? ('open' as const) : ('wpa2' as const)),
  }))
  .superRefine(({ security, password: given }, context) => {
    if (security === 'wpa2' && given === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['password'],
        message: 'expected a password, since security is wpa2',
      });
    }
    if (security === 'open' && given !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['password'],
        message: 'expected no password, since security is open',
      });
    }
  });

const dhcp = z.strictObject({
  address: ipv4.default('10.0.2.15'),
  gateway: ipv4.default('10.0.2.2'),
  netmask: ipv4.default('255.255.255.0'),
  dns: ipv4.default('10.0.2.3'),
  /** False: nobody answers, and a board that joins gets no address. */
  answers: z.boolean({ error: 'expected true or false' }).default(true),
});

const routeSource = z.string().refine(
  (text) => {
    const [address = '', port] = text.split(':');
    return isIPv4(address) && (port === undefined || parseEndpoint(text) !== undefined);
  },
  { error: 'expected an address of the simulated network, such as 10.0.2.2:8883 or 10.0.2.2' },
);

const routes = z.record(routeSource, z.string()).superRefine((table, context) => {
  for (const [from, to] of Object.entries(table)) {
    // A whole address leads to a host, port by port; one of its ports leads to one port there.
    const fits = from.includes(':')
      ? parseEndpoint(to) !== undefined
      : /^[A-Za-z0-9._-]+$/.test(to);
    if (!fits) {
      const expected = from.includes(':')
        ? 'HOST:PORT such as 127.0.0.1:18883'
        : 'a host such as 127.0.0.1';
      context.addIssue({ code: 'custom', path: [from], message: `expected ${expected}` });
    }
  }
});

export const worldSchema = z.strictObject({
  /** What the board's antenna can hear. */
  accessPoints: z.array(accessPoint).default([
    {
      ssid: 'bench',
      bssid: '02:00:00:00:00:01',
      channel: 6,
      rssi: -42,
      security: 'wpa2',
      password: 'simulated-air',
    },
  ]),
  /** What an access point's DHCP server gives the board. */
  dhcp: dhcp.prefault({}),
  /** What its DNS server knows, unless `dns` leads to another; names are compared without regard to case. */
  names: z.record(hostName, ipv4).default({}),
  /** Where addresses of the simulated network lead: `10.0.2.2:8883` or, for all ports, `10.0.2.2`. */
  routes: routes.default({}),
  /** Where DNS of any server leads that no route says otherwise of. */
  dns: hostAndPort.optional(),
  /** Where NTP of any server leads that no route says otherwise of. */
  ntp: hostAndPort.optional(),
});

/** The surroundings of a simulated board: air, DHCP, DNS, routes and time. */
export type World = Readonly<z.output<typeof worldSchema>>;
export type AccessPoint = Readonly<World['accessPoints'][number]>;
