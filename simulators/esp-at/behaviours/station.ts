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
const LAST_CHANNEL = 14;
const COUNTRY = /^[A-Z]{2}$/;

/** Settings of the station. */
export const station: BehavioursOf<'stationMac' | 'hostname' | 'autoConnect' | 'country'> = {
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
    set: ({ firmware: { ram, settings } }, args) => {
      // Documented: only the station has a name.
      if ((settings.current.wifiMode & 1) === 0) throw new Refusal();
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
  country: {
    query: ({ firmware }) => firmware.ram.country,
    set: ({ firmware }, args) => {
      const policy = within(args, 0, 0, 1);
      const code = args.text(1);
      const firstChannel = within(args, 2, 1, LAST_CHANNEL);
      const channels = within(args, 3, 1, LAST_CHANNEL);
      args.atMost(4);
      if (!COUNTRY.test(code) || firstChannel + channels > LAST_CHANNEL + 1) throw new Refusal();
      firmware.ram.country = { policy, code, firstChannel, channels };
    },
  },
};
