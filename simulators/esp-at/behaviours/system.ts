import type { Firmware } from '../firmware.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

/** Nothing in particular, or memory of which single bytes can be addressed (ESP-IDF, MALLOC_CAP_...): all the heap has it. */
const LARGEST_CAPABILITIES = 0xffff_ffff;
/** Of the heap that there is; UNCONFIRMED, like the numbers. */
const HEAP_BYTES = 290_000;
const LARGEST_BLOCK_BYTES = 118_784;

/** The clock is a signed 32-bit number on this generation. */
const LATEST_SECONDS = 0x7fff_ffff;

const flag = (args: Arguments): boolean => {
  const value = args.number(0);
  args.atMost(1);
  if (value !== 0 && value !== 1) throw new Refusal();
  return value === 1;
};

const seconds = ({ firmware }: Exchange): number =>
  Math.floor(firmware.hardware.clock.now() / 1000);

/** What is free of the heap, and was at the least. */
const memory = ({ profile, hardware: { seams } }: Firmware): ReleaseProfile['memory'] => {
  const left = (right: number): number => seams.memory?.free?.(right) ?? right;
  const { free, lowest } = profile.memory;
  return { free: left(free), lowest: lowest === null ? null : left(lowest) };
};

/** `AT+SYS...` but for flash. */
export const system: BehavioursOf<'errorCodes' | 'storeSettings' | 'freeMemory' | 'timestamp'> = {
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
  freeMemory: {
    query: ({ firmware }) => {
      const { free, lowest } = memory(firmware);
      return lowest === null ? { free } : { free, lowest };
    },
    // Which kinds of memory a board has is not simulated: whatever is asked for, it is the whole heap.
    set: ({ firmware }, args) => {
      const capabilities = args.number(0);
      args.atMost(1);
      if (capabilities < 0 || capabilities > LARGEST_CAPABILITIES) throw new Refusal();
      const { free, lowest } = memory(firmware);
      return { largest: LARGEST_BLOCK_BYTES, free, lowest: lowest ?? free, total: HEAP_BYTES };
    },
  },
  timestamp: {
    query: (exchange) => ({ seconds: seconds(exchange) }),
    set: ({ firmware }, args) => {
      const value = args.number(0);
      args.atMost(1);
      if (value < 0 || value > LATEST_SECONDS) throw new Refusal();
      firmware.hardware.clock.set(value * 1000, 'host');
    },
  },
};
