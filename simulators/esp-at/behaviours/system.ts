import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

/** About what v3.4.0.0 had after boot; what a board has differs from run to run. */
const FREE_BYTES = 162_716;
const LOWEST_BYTES = 158_352;

/** The clock is a signed 32-bit number on this generation. */
const LATEST_SECONDS = 0x7fff_ffff;

const flag = (args: Arguments): boolean => {
  const value = args.number(0);
  args.atMost(1);
  if (value !== 0 && value !== 1) throw new Refusal();
  return value === 1;
};

/** Bits 0 to 2. */
const HIGHEST_MASK = 7;
const LIGHT_SLEEP = 2;

const upTo = (args: Arguments, most: number): number => {
  const value = args.number(0);
  args.atMost(1);
  if (value < 0 || value > most) throw new Refusal();
  return value;
};

const seconds = ({ firmware }: Exchange): number =>
  Math.floor(firmware.hardware.clock.now() / 1000);

/** `AT+SYS...` but for flash. */
export const system: BehavioursOf<
  'errorCodes' | 'storeSettings' | 'freeMemory' | 'timestamp' | 'systemMessages' | 'sleepMode'
> = {
  errorCodes: {
    query: ({ firmware }) => ({ on: Number(firmware.ram.errorCodes) }),
    set: ({ firmware }, args) => {
      firmware.ram.errorCodes = flag(args);
    },
  },
  storeSettings: {
    query: ({ firmware }) => ({ on: Number(firmware.ram.storeSettings) }),
    set: ({ firmware }, args) => {
      firmware.ram.storeSettings = flag(args);
    },
  },
  freeMemory: { query: () => ({ free: FREE_BYTES, lowest: LOWEST_BYTES }) },
  systemMessages: {
    query: ({ firmware }) => ({ mask: firmware.ram.messages }),
    set: ({ firmware }, args) => {
      firmware.ram.messages = upTo(args, HIGHEST_MASK);
    },
  },
  // What sleep does to the AT port is not simulated.
  sleepMode: {
    query: ({ firmware }) => ({ mode: firmware.ram.sleepMode }),
    set: ({ firmware }, args) => {
      firmware.ram.sleepMode = upTo(args, LIGHT_SLEEP);
    },
  },
  timestamp: {
    query: (exchange) => ({ seconds: seconds(exchange) }),
    set: ({ firmware }, args) => {
      const value = args.number(0);
      args.atMost(1);
      if (value < 0 || value > LATEST_SECONDS) throw new Refusal();
      firmware.hardware.clock.set(value * 1000);
    },
  },
};
