import type { Chip } from '../chips.ts';
import type { UartSettings } from '../settings.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { Behaviour, BehavioursOf } from './behaviour.ts';

const RANGES: readonly (readonly [least: number, most: number])[] = [
  [80, 5_000_000],
  [5, 8],
  [1, 3],
  [0, 2],
  [0, 3],
];

/** What the chip's divider makes of a rate. */
const achieved = (baud: number, { uartDividerHz }: Chip): number =>
  Math.floor(uartDividerHz / Math.floor(uartDividerHz / baud));

/** All five are needed; a value out of range is refused without a code. */
const read = (args: Arguments): UartSettings => {
  const values = RANGES.map(([least, most], index) => {
    const value = args.number(index);
    if (value < least || value > most) throw new Refusal();
    return value;
  });
  args.atMost(RANGES.length);
  const [baud, dataBits, stopBits, parity, flow] = values as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { baud, dataBits, stopBits, parity, flow };
};

/** OK goes out at the old rate. */
const use: Behaviour<void> = ({ firmware, afterwards }, args) => {
  const settings = read(args);
  afterwards(() => firmware.useUart(settings));
};

const useAndStore: Behaviour<void> = (exchange, args) => {
  const settings = read(args);
  exchange.firmware.settings.change({ uart: settings }, true);
  exchange.afterwards(() => exchange.firmware.useUart(settings));
};

const now: Behaviour<UartSettings> = ({ firmware }) => ({
  ...firmware.uart,
  baud: achieved(firmware.uart.baud, firmware.profile.chip),
});

/** The AT port's own rate and frame. */
export const uartBehaviours: BehavioursOf<'uart' | 'uartNow' | 'uartStored'> = {
  uart: { query: now, set: useAndStore },
  uartNow: { query: now, set: use },
  uartStored: { query: ({ firmware }) => firmware.settings.current.uart, set: useAndStore },
};
