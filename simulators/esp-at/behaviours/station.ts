import type { Arguments } from '../shell/arguments.ts';
import { CODES, Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';

/** Values out of range tell no code. */
const within = (args: Arguments, index: number, least: number, most: number): number => {
  const value = args.number(index);
  if (value < least || value > most) throw new Refusal();
  return value;
};

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
const MULTICAST = 1;
const MULTICAST_MAC = CODES.failed(0);

const LONGEST_HOSTNAME = 32;
const LONGEST_SSID = 32;
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 64;
const LAST_CHANNEL = 14;
/** Open, WPA, WPA2, WPA/WPA2, ... of the own access point: 1 is missing. */
const HIGHEST_ENCRYPTION = 7;
const MOST_STATIONS = 10;

/** Settings of the station and of the own access point, which nobody in the simulated world ever joins. */
export const station: BehavioursOf<
  'stationMac' | 'hostname' | 'autoConnect' | 'dhcp' | 'country' | 'nameServers' | 'ownAccessPoint'
> = {
  stationMac: {
    query: ({ firmware }) => ({ mac: firmware.stationMac }),
    set: ({ firmware }, args) => {
      const mac = args.text(0);
      args.atMost(1);
      if (!MAC.test(mac)) throw new Refusal(CODES.outOfRange(1));
      if (Number.parseInt(mac.slice(0, 2), 16) & MULTICAST) throw new Refusal(MULTICAST_MAC);
      const stationMac = mac.toLowerCase();
      firmware.settings.change({ stationMac }, firmware.ram.storeSettings);
    },
  },
  hostname: {
    query: ({ firmware: { ram } }) => ({ hostname: ram.hostname }),
    set: ({ firmware: { ram } }, args) => {
      const hostname = args.text(0);
      args.atMost(1);
      if (hostname === '' || hostname.length > LONGEST_HOSTNAME) throw new Refusal();
      ram.hostname = hostname;
    },
  },
  autoConnect: {
    query: ({ firmware }) => ({ on: Number(firmware.settings.current.autoConnect) }),
    set: ({ firmware }, args) => {
      const autoConnect = within(args, 0, 0, 1) === 1;
      args.atMost(1);
      firmware.settings.change({ autoConnect }, firmware.ram.storeSettings);
    },
  },
  dhcp: { query: ({ firmware }) => ({ interfaces: firmware.profile.dhcpInterfaces }) },
  country: { query: () => ({ policy: 1, code: 'CN', firstChannel: 1, channels: 13 }) },
  nameServers: {
    query: ({ firmware: { station: own, hardware, profile } }) => {
      const [first, ...others] = profile.nameServers;
      // DHCP's server takes the first place.
      const servers = [own.isOnline ? hardware.network.world.dhcp.dns : first, ...others];
      const given = servers.map((server, index) => [`server${index + 1}`, server]);
      return { set: 0, server1: '', ...Object.fromEntries(given) };
    },
  },
  ownAccessPoint: {
    set: ({ firmware }, args) => {
      if ((firmware.settings.current.wifiMode & 2) === 0) throw new Refusal();
      const ssid = args.text(0);
      const password = args.text(1);
      within(args, 2, 1, LAST_CHANNEL);
      const encryption = within(args, 3, 0, HIGHEST_ENCRYPTION);
      if (!args.isOmitted(4)) within(args, 4, 1, MOST_STATIONS);
      if (!args.isOmitted(5)) within(args, 5, 0, 1);
      args.atMost(6);
      const isLong = password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD;
      if (ssid === '' || ssid.length > LONGEST_SSID || encryption === 1) throw new Refusal();
      if (encryption !== 0 && !isLong) throw new Refusal();
    },
  },
};
