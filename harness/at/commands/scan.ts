import { z } from 'zod';
import { command, execute } from './command.ts';
import { integer, quoted, splitFields } from './fields.ts';
import { type LineShape, many } from './replies.ts';

/** What a scan tells of an access point. */
export interface SeenAccessPoint {
  /** 0 open, 1 WEP, 2 WPA, 3 WPA2, 4 WPA/WPA2, ... */
  readonly security: number;
  readonly ssid: string;
  /** dBm */
  readonly rssi: number;
  readonly bssid: string;
  readonly channel: number;
  /** Frequency offset and calibration, ciphers, modes, WPS: which of them are there depends on the release. */
  readonly more: readonly number[];
}

const PREFIX = '+CWLAP';

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
  write: ({ security, ssid, rssi, bssid, channel, more }) =>
    `${PREFIX}:(${[security, z.encode(quoted, ssid), rssi, z.encode(quoted, bssid), channel, ...more].join(',')})`,
};

/** The access points in reach. All lines come at the end, 1.6 s after the command. */
export const scan = command('AT+CWLAP', {
  execute: execute({ reply: many(shape), withinMs: 15_000 }),
});
