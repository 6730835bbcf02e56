import { z } from 'zod';
import { command, execute, number, optional, set, text } from './command.ts';
import { integer, quoted, splitFields } from './fields.ts';
import { type LineShape, many } from './replies.ts';

/** What a scan tells of an access point; `AT+CWLAPOPT` can have any of it left out, which only its order tells then. */
export interface SeenAccessPoint {
  /** 0 open, 1 WEP, 2 WPA, 3 WPA2, 4 WPA/WPA2, ... */
  readonly security?: number | undefined;
  readonly ssid?: string | undefined;
  /** dBm */
  readonly rssi?: number | undefined;
  readonly bssid?: string | undefined;
  readonly channel?: number | undefined;
  /** Frequency offset and calibration, ciphers, modes, WPS: which of them are there depends on the release. */
  readonly more: readonly number[];
}

const PREFIX = '+CWLAP';

const inQuotes = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : z.encode(quoted, text);

const shape: LineShape<SeenAccessPoint> = {
  prefix: PREFIX,
  read: (text) => {
    const inBrackets = text.slice(PREFIX.length + 2, -1);
    const [security, ssid, rssi, bssid, channel, ...more] = splitFields(inBrackets);
    return {
      security: z.decode(integer, security ?? ''),
      ssid: z.decode(quoted, ssid ?? ''),
      rssi: z.decode(integer, rssi ?? ''),
      bssid: z.decode(quoted, bssid ?? ''),
      channel: z.decode(integer, channel ?? ''),
      more: more.map((field) => z.decode(integer, field)),
    };
  },
  write: ({ security, ssid, rssi, bssid, channel, more }) => {
    const named = [security, inQuotes(ssid), rssi, inQuotes(bssid), channel];
    const told = [...named, ...more].filter((field) => field !== undefined);
    return `${PREFIX}:(${told.join(',')})`;
  },
};

const SCAN_MS = 15_000;

/** The access points in reach. All lines come at the end, 1.6 s after the command. */
export const scan = command('AT+CWLAP', {
  execute: execute({ reply: many(shape), withinMs: SCAN_MS }),
  /** Only those that are like this. A passive scan is type 1; its times are milliseconds on each channel. */
  set: set(
    {
      ssid: optional(text),
      bssid: optional(text),
      channel: optional(number),
      type: optional(number),
      leastMs: optional(number),
      mostMs: optional(number),
    },
    { reply: many(shape), withinMs: SCAN_MS },
  ),
});

/** What a scan tells: a bit for each field, from which strength on, and with which kinds of security, a bit each. */
export const scanOptions = command('AT+CWLAPOPT', {
  set: set({
    sorted: number,
    fields: number,
    weakest: optional(number),
    securities: optional(number),
  }),
});
