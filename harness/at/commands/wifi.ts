import { command, execute, number, optional, query, secret, set, text } from './command.ts';
import { integer, quoted } from './fields.ts';
import { ifPresent, one, oneOrNone, record } from './replies.ts';

/** 0 off, 1 station, 2 access point, 3 both. */
export const wifiMode = command('AT+CWMODE', {
  query: query(one(record('+CWMODE', { mode: integer }))),
  set: set({ mode: number, autoConnect: optional(number) }),
});

/**
 * A failing join takes its whole time-out, 15 s unless told, 17.3 s were seen when joined elsewhere before; at
 * 600 s the longest. The default patience covers the default time-out.
 */
const JOIN_MS = 25_000;

/** The access point: join it, or ask which one it is (no line when there is none). */
export const joinAccessPoint = command('AT+CWJAP', {
  query: query(
    oneOrNone(
      record('+CWJAP', {
        ssid: quoted,
        bssid: quoted,
        channel: integer,
        rssi: integer,
        pciEnabled: integer,
        reconnectSeconds: integer,
        listenInterval: integer,
        scanMode: integer,
        pmf: ifPresent(integer),
      }),
    ),
  ),
  set: set(
    {
      ssid: text,
      password: secret,
      bssid: optional(text),
      pciEnabled: optional(number),
      reconnectSeconds: optional(number),
      listenInterval: optional(number),
      scanMode: optional(number),
      timeoutSeconds: optional(number),
      pmf: optional(number),
    },
    { withinMs: JOIN_MS },
  ),
  execute: execute({ withinMs: JOIN_MS }),
});

/** Leave the access point, and do not come back by itself. */
export const leaveAccessPoint = command('AT+CWQAP', { execute: execute() });

/** 0 not started, 1 joined without address, 2 with address, 3 joining, 4 not joined. */
export const wifiState = command(
  'AT+CWSTATE',
  {
    query: query(one(record('+CWSTATE', { state: integer, ssid: quoted }))),
  },
  { since: '2.2' },
);

/** How often, and how many times (0: for ever), a lost access point is tried again. */
export const rejoin = command(
  'AT+CWRECONNCFG',
  {
    query: query(one(record('+CWRECONNCFG', { intervalSeconds: integer, times: integer }))),
    set: set({ intervalSeconds: number, times: number }),
  },
  { since: '2.2' },
);
