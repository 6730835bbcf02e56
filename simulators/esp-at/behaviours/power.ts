import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import { achievedPower } from '../wifi/transmit-power.ts';
import type { BehavioursOf } from './behaviour.ts';

/** The radio sleeps for as long as AT+CWJAP's listen interval. */
const LISTEN_INTERVAL_SLEEP = 3;
/** About 25 days: a signed 32-bit number. */
const LONGEST_SLEEP_MS = 0x7fff_ffff;
const HIGHEST_BLUETOOTH_POWER = 7;

const upTo = (args: Arguments, index: number, most: number): number => {
  const value = args.number(index);
  if (value < 0 || value > most) throw new Refusal();
  return value;
};

/** Sleep and transmit power. */
export const power: BehavioursOf<'sleepMode' | 'deepSleep' | 'transmitPower'> = {
  // What modem and light sleep do to the AT port is not simulated.
  sleepMode: {
    query: ({ firmware }) => ({ mode: firmware.ram.sleepMode }),
    set: ({ firmware }, args) => {
      const mode = upTo(args, 0, LISTEN_INTERVAL_SLEEP);
      args.atMost(1);
      firmware.ram.sleepMode = mode;
    },
  },
  deepSleep: {
    set: ({ firmware, afterwards }, args) => {
      const ms = upTo(args, 0, LONGEST_SLEEP_MS);
      args.atMost(1);
      afterwards(() => firmware.sleep(ms));
      return { ms };
    },
  },
  transmitPower: {
    query: ({ firmware }) => firmware.ram.transmitPower,
    set: ({ firmware: { ram } }, args) => {
      const wifi = achievedPower(args.number(0));
      if (wifi === undefined) throw new Refusal();
      const bluetooth = (index: number, before: number): number =>
        args.isOmitted(index) ? before : upTo(args, index, HIGHEST_BLUETOOTH_POWER);
      const { advertising, scanning, connected } = ram.transmitPower;
      const changed = {
        wifi,
        advertising: bluetooth(1, advertising),
        scanning: bluetooth(2, scanning),
        connected: bluetooth(3, connected),
      };
      args.atMost(4);
      ram.transmitPower = changed;
    },
  },
};
