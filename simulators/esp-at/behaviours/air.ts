import { pause } from '../../network/timers.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import { SCAN_EVERYTHING, type Sought, scanAir } from '../wifi/scan.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

/** A scan takes longer while the radio must go back to its access point. */
const JOINED_SCAN_FACTOR = 1.25;
const JOINING = 3;
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
const LAST_CHANNEL = 14;
/** Milliseconds on a channel. */
const LONGEST_STAY = 1500;

const within = (value: number, least: number, most: number): number => {
  if (value < least || value > most) throw new Refusal();
  return value;
};

const look = async ({ firmware, signal }: Exchange, sought: Sought) => {
  const { profile, hardware, station, ram } = firmware;
  if (station.state === JOINING && !profile.scansWhileJoining) throw new Refusal();
  const factor = station.isOnline ? JOINED_SCAN_FACTOR : 1;
  await pause(hardware.timers, profile.waits.scan * factor, signal);
  return scanAir(hardware.network.world.accessPoints, sought, ram.scanOptions, profile);
};

const requireStation = ({ firmware }: Exchange): void => {
  if (![1, 3].includes(firmware.settings.current.wifiMode)) throw new Refusal();
};

const readSought = (args: Arguments): Sought => {
  const ssid = args.textOr(0, undefined);
  const bssid = args.textOr(1, undefined);
  if (bssid !== undefined && !MAC.test(bssid)) throw new Refusal();
  const channel = args.numberOr(2, 0);
  within(channel, 0, LAST_CHANNEL);
  // How it is looked for makes no difference in a world whose access points always answer.
  within(args.numberOr(3, 0), 0, 1);
  within(args.numberOr(4, 0), 0, LONGEST_STAY);
  within(args.numberOr(5, 0), 0, LONGEST_STAY);
  args.atMost(6);
  return { ssid, bssid, channel: channel === 0 ? undefined : channel };
};

/** What is around. */
export const air: BehavioursOf<'scan' | 'scanOptions'> = {
  scan: {
    execute: (exchange) => {
      requireStation(exchange);
      return look(exchange, {});
    },
    set: (exchange, args) => {
      requireStation(exchange);
      return look(exchange, readSought(args));
    },
  },
  scanOptions: {
    set: ({ firmware }, args) => {
      // Reserved: the strongest come first in any case.
      within(args.number(0), 0, 1);
      const fields = within(args.number(1), 0, SCAN_EVERYTHING.fields);
      const weakest = within(args.numberOr(2, SCAN_EVERYTHING.weakest), -100, 40);
      const most = SCAN_EVERYTHING.securities;
      const securities = within(args.numberOr(3, most), 0, most);
      args.atMost(4);
      firmware.ram.scanOptions = { fields, weakest, securities };
    },
  },
};
