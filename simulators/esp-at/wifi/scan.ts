import type { SeenAccessPoint } from '../../../harness/at/commands/scan.ts';
import type { AccessPoint } from '../../network/world-schema.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { bytesOf } from './join.ts';

/** What `AT+CWLAPOPT` has set. */
export interface ScanOptions {
  /** A bit for each field, in the order of the line. */
  readonly fields: number;
  /** dBm; weaker ones are left out. */
  readonly weakest: number;
  /** A bit for each kind of security. */
  readonly securities: number;
}

/** The defaults, as documented. */
export const SCAN_EVERYTHING: ScanOptions = { fields: 0x7ff, weakest: -100, securities: 0xffff };

/** What `AT+CWLAP=...` looks for. Left out: any. */
export interface Sought {
  /** Its bytes, a character each. */
  readonly ssid?: string | undefined;
  readonly bssid?: string | undefined;
  readonly channel?: number | undefined;
}

const SECURITY = { open: 0, wpa2: 3 } as const;

const isSought = ({ ssid, bssid, channel }: Sought, candidate: AccessPoint): boolean =>
  (ssid === undefined || bytesOf(candidate.ssid) === ssid) &&
  (bssid === undefined || candidate.bssid === bssid.toLowerCase()) &&
  (channel === undefined || candidate.channel === channel);

/** What a scan tells of the access points in reach, the strongest first. */
export const scanAir = (
  accessPoints: readonly AccessPoint[],
  sought: Sought,
  { fields, weakest, securities }: ScanOptions,
  { scanFields }: ReleaseProfile,
): SeenAccessPoint[] => {
  const told = <T>(bit: number, value: T): T | undefined =>
    fields & (1 << bit) ? value : undefined;
  return accessPoints
    .filter((candidate) => isSought(sought, candidate))
    .filter(({ rssi }) => rssi >= weakest)
    .filter(({ security }) => securities & (1 << SECURITY[security]))
    .toSorted((a, b) => b.rssi - a.rssi)
    .map(({ ssid, bssid, channel, rssi, security }) => ({
      security: told(0, SECURITY[security] as number),
      ssid: told(1, bytesOf(ssid)),
      rssi: told(2, rssi),
      bssid: told(3, bssid),
      channel: told(4, channel),
      more: scanFields[security].filter((_, index) => fields & (1 << (5 + index))),
    }));
};
