import type { Arguments } from '../shell/arguments.ts';
import type { MessageFilter } from '../shell/message-filters.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

const LONGEST_PATTERN = 64;
/** Bits 0 to 2. */
const HIGHEST_MASK = 7;
const OK_PROMPT = '\r\nOK\r\n\r\n>';

const upTo = (args: Arguments, index: number, most: number): number => {
  const value = args.number(index);
  if (value < 0 || value > most) throw new Refusal();
  return value;
};

/** The two patterns come as data, one right behind the other. */
const takeFilter = async ({ say, receive }: Exchange, args: Arguments): Promise<MessageFilter> => {
  const headBytes = upTo(args, 1, LONGEST_PATTERN);
  const tailBytes = upTo(args, 2, LONGEST_PATTERN);
  args.atMost(3);
  if (headBytes + tailBytes === 0) throw new Refusal();
  say(OK_PROMPT);
  const patterns = (await receive(headBytes + tailBytes, 'busy')).toString('latin1');
  return { head: patterns.slice(0, headBytes), tail: patterns.slice(headBytes) };
};

/** Which messages are printed, and what is cut out of them. */
export const messages: BehavioursOf<'systemMessages' | 'messageFilter' | 'messageFilters'> = {
  systemMessages: {
    query: ({ firmware }) => ({ mask: firmware.settings.current.messages }),
    set: ({ firmware }, args) => {
      const mask = upTo(args, 0, HIGHEST_MASK);
      args.atMost(1);
      firmware.settings.change({ messages: mask }, firmware.ram.storeSettings);
    },
  },
  messageFilter: {
    query: ({ firmware }) => ({ on: Number(firmware.ram.messageFilters.isOn) }),
    set: ({ firmware }, args) => {
      const on = upTo(args, 0, 1);
      args.atMost(1);
      firmware.ram.messageFilters.isOn = on === 1;
    },
  },
  messageFilters: {
    // UNCONFIRMED: that the index counts from 0.
    query: ({ firmware }) =>
      firmware.ram.messageFilters.all.map((filter, index) => ({ index, ...filter })),
    clear: ({ firmware }, args) => {
      args.atMost(1);
      firmware.ram.messageFilters.clear();
    },
    add: async (exchange, args) => {
      const filter = await takeFilter(exchange, args);
      if (!exchange.firmware.ram.messageFilters.add(filter)) throw new Refusal();
    },
    remove: async (exchange, args) => {
      const filter = await takeFilter(exchange, args);
      if (!exchange.firmware.ram.messageFilters.remove(filter)) throw new Refusal();
    },
  },
};
