import type { Firmware } from '../firmware.ts';
import type { Address, OwnAccessPoint } from '../settings.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';

const LONGEST_SSID = 32;
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 64;
const LAST_CHANNEL = 14;
/** Open, WPA, WPA2, WPA/WPA2, ... of the own access point: 1 is missing. */
const HIGHEST_ENCRYPTION = 7;
const MOST_STATIONS = 10;
/** What ESP-IDF's Wi-Fi library begins with: UNCONFIRMED for ESP-AT. */
const STATIONS = 4;

/** ESP-IDF's. */
export const OWN_ADDRESS: Address = {
  ip: '192.168.4.1',
  gateway: '192.168.4.1',
  netmask: '255.255.255.0',
};

const fromFactory = ({ ownMac }: Firmware): OwnAccessPoint => ({
  ssid: `ESP_${ownMac.replaceAll(':', '').slice(6).toUpperCase()}`,
  password: '',
  channel: 1,
  encryption: 0,
  stations: STATIONS,
  hidden: 0,
});

const requireAccessPoint = (firmware: Firmware): void => {
  if ((firmware.settings.current.wifiMode & 2) === 0) throw new Refusal();
};

/** Values out of range tell no code. */
const within = (value: number, least: number, most: number): number => {
  if (value < least || value > most) throw new Refusal();
  return value;
};

/** The board's own access point, which nobody in the simulated world ever joins. */
export const ownAccessPoint: BehavioursOf<'ownAccessPoint' | 'ownAddress' | 'ownMac'> = {
  ownAccessPoint: {
    query: ({ firmware }) => {
      requireAccessPoint(firmware);
      return firmware.settings.current.ownAccessPoint ?? fromFactory(firmware);
    },
    set: ({ firmware }, args) => {
      requireAccessPoint(firmware);
      const changed = {
        ssid: args.text(0),
        password: args.text(1),
        channel: within(args.number(2), 1, LAST_CHANNEL),
        encryption: within(args.number(3), 0, HIGHEST_ENCRYPTION),
        stations: within(args.numberOr(4, STATIONS), 1, MOST_STATIONS),
        hidden: within(args.numberOr(5, 0), 0, 1),
      };
      args.atMost(6);
      const { ssid, password, encryption } = changed;
      const isLong = password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD;
      if (ssid === '' || ssid.length > LONGEST_SSID || encryption === 1) throw new Refusal();
      if (encryption !== 0 && !isLong) throw new Refusal();
      firmware.settings.change({ ownAccessPoint: changed }, firmware.ram.storeSettings);
    },
  },
  ownAddress: {
    query: () =>
      Object.entries(OWN_ADDRESS).map(([name, address]) => ({ entry: { name, address } })),
  },
  ownMac: { query: ({ firmware }) => ({ mac: firmware.ownMac }) },
};
