import type { ReleaseProfile } from '../releases/profile.ts';
import type { StoredAccessPoint } from '../settings.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import { JoinFailed } from '../wifi/station.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

const LONGEST_SSID = 32;
const LONGEST_PASSWORD = 64;
const DEFAULT_JOIN_SECONDS = 15;
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

const hasStation = (mode: number): boolean => mode === 1 || mode === 3;

/** In modes without a station nothing else is looked at. */
const requireStation = ({ firmware }: Exchange): void => {
  if (!hasStation(firmware.settings.current.wifiMode)) throw new Refusal();
};

/** Value checks of AT+CWJAP tell no code. */
const within = (value: number, least: number, most: number): number => {
  if (value < least || value > most) throw new Refusal();
  return value;
};

/** Neither, capable, required, or both. */
const HIGHEST_PMF = 3;

const readJoin = (
  { pmf, joinDefaults }: ReleaseProfile,
  args: Arguments,
): StoredAccessPoint & { timeoutSeconds: number } => {
  const ssid = args.text(0);
  const password = args.text(1);
  within(ssid.length, 1, LONGEST_SSID);
  within(password.length, 0, LONGEST_PASSWORD);
  const bssid = args.textOr(2, undefined);
  if (bssid !== undefined && !MAC.test(bssid)) throw new Refusal();
  const accessPoint = {
    ssid,
    password,
    bssid,
    pciEnabled: within(args.numberOr(3, 0), 0, 1),
    reconnectSeconds: within(args.numberOr(4, joinDefaults.reconnectSeconds), 0, 7200),
    listenInterval: args.isOmitted(5)
      ? joinDefaults.listenInterval
      : within(args.number(5), 1, 100),
    scanMode: within(args.numberOr(6, 0), 0, 1),
    timeoutSeconds: within(args.numberOr(7, DEFAULT_JOIN_SECONDS), 3, 600),
    pmf: pmf === null ? null : within(args.numberOr(8, pmf), 0, HIGHEST_PMF),
  };
  args.atMost(pmf === null ? 8 : 9);
  return accessPoint;
};

const join = async (
  { firmware, say }: Exchange,
  accessPoint: StoredAccessPoint,
  timeoutSeconds: number,
): Promise<void> => {
  try {
    await firmware.station.join(accessPoint, timeoutSeconds);
  } catch (error) {
    if (!(error instanceof JoinFailed)) throw error;
    const { profile, hardware } = firmware;
    const right = profile.joinCodes[error.failure];
    say(`+CWJAP:${hardware.seams.wifi?.code?.(right) ?? right}\r\n`);
    throw new Refusal();
  }
};

/** Modes, joining and leaving. */
export const wifi: BehavioursOf<
  'wifiMode' | 'joinAccessPoint' | 'leaveAccessPoint' | 'wifiState' | 'rejoin'
> = {
  wifiMode: {
    query: ({ firmware }) => ({ mode: firmware.settings.current.wifiMode }),
    set: ({ firmware, afterwards }, args) => {
      const wifiMode = args.numberIn(0, 0, firmware.profile.highestWifiMode);
      // Whether this change of mode brings the stored access point back; what a boot does is another setting.
      // One parameter too many tells no code, whatever the others are.
      args.atMost(2);
      const rejoins = args.count < 2 || args.numberIn(1, 0, 1) === 1;
      const before = firmware.settings.current.wifiMode;
      firmware.settings.change({ wifiMode }, firmware.ram.storeSettings);
      if (!hasStation(wifiMode) && hasStation(before)) firmware.station.stop();
      if (!hasStation(wifiMode) || hasStation(before) || !rejoins) return;
      afterwards(() => firmware.joinStored());
    },
  },
  joinAccessPoint: {
    query: ({ firmware }) => {
      const { accessPoint } = firmware.station;
      const stored = firmware.settings.current.accessPoint;
      if (!accessPoint || !stored) return null;
      return {
        ssid: stored.ssid,
        bssid: accessPoint.bssid,
        channel: accessPoint.channel,
        rssi: accessPoint.rssi,
        pciEnabled: stored.pciEnabled,
        reconnectSeconds: stored.reconnectSeconds,
        listenInterval: stored.listenInterval,
        scanMode: stored.scanMode,
        ...(stored.pmf === null ? {} : { pmf: stored.pmf }),
      };
    },
    set: async (exchange, args) => {
      requireStation(exchange);
      const { timeoutSeconds, ...accessPoint } = readJoin(exchange.firmware.profile, args);
      const { settings, ram } = exchange.firmware;
      // Stored before it is known whether it works: after a restart the module tries this one (seen on v3.4.0.0).
      const rejoin = { intervalSeconds: accessPoint.reconnectSeconds, times: 0 };
      settings.change({ accessPoint, rejoin }, ram.storeSettings);
      await join(exchange, accessPoint, timeoutSeconds);
    },
    execute: async (exchange) => {
      requireStation(exchange);
      const { accessPoint } = exchange.firmware.settings.current;
      if (!accessPoint) throw new Refusal();
      await join(exchange, accessPoint, DEFAULT_JOIN_SECONDS);
    },
  },
  leaveAccessPoint: {
    execute: ({ firmware }) => {
      firmware.station.leave();
    },
  },
  wifiState: {
    query: ({ firmware: { station, hardware } }) => {
      const { state: right, ssid } = station;
      return { state: hardware.seams.wifi?.state?.(right) ?? right, ssid };
    },
  },
  rejoin: {
    query: ({ firmware }) => firmware.settings.current.rejoin,
    set: ({ firmware }, args) => {
      const intervalSeconds = within(args.number(0), 0, 7200);
      const times = within(args.number(1), 0, 1000);
      args.atMost(2);
      firmware.settings.change({ rejoin: { intervalSeconds, times } }, firmware.ram.storeSettings);
    },
  },
};
