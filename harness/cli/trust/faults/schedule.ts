import { type Chance, chanceOf } from '../../../../simulators/wire/chance.ts';
import { OPENING, PROCEDURE } from './procedure.ts';

export type Direction = 'to the board' | 'to the host';

/** What can happen to a bench in the middle of a run. */
export type Mishap =
  | { readonly kind: 'drop' | 'double' }
  | { readonly kind: 'flip'; readonly bit: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The board's reset pin is pulled for a moment. */
  | { readonly kind: 'reset' }
  /** What goes away, and comes back after so long; null: never. */
  | {
      readonly kind: 'broker' | 'access point' | 'time server';
      readonly awayMs: number | null;
    };

/** A mishap with its place: at the byte of this number, counted from 0 and from the beginning of the step. */
export interface PlannedMishap {
  readonly step: string;
  readonly direction: Direction;
  readonly byte: number;
  readonly mishap: Mishap;
}

/**
 * How many bytes go over the wire in a step of a run in which nothing happens, about. What is planned behind the last of
 * them happens in the next step.
 */
const BYTES: Readonly<Record<string, Readonly<Record<Direction, number>>>> = {
  [OPENING]: { 'to the board': 62, 'to the host': 5_400 },
  'writes the credentials': { 'to the board': 4_400, 'to the host': 4_300 },
  'restarts the board': { 'to the board': 33, 'to the host': 39 },
  'joins the Wi-Fi': { 'to the board': 80, 'to the host': 223 },
  'sets the clock': { 'to the board': 87, 'to the host': 135 },
  'connects with mutual TLS': { 'to the board': 113, 'to the host': 143 },
  subscribes: { 'to the board': 45, 'to the host': 44 },
  'publishes what fits into a command line': { 'to the board': 85, 'to the host': 6 },
  'publishes raw bytes': { 'to the board': 75, 'to the host': 22 },
  'receives what the cloud publishes': { 'to the board': 0, 'to the host': 64 },
  'receives a message that the board has to split': { 'to the board': 0, 'to the host': 2_800 },
  'takes leave': { 'to the board': 16, 'to the host': 6 },
};

/** As often as they are named. */
const KINDS: readonly Mishap['kind'][] = [
  ...(['drop', 'drop', 'drop', 'double', 'double', 'flip', 'flip', 'flip', 'delay'] as const),
  ...(['reset', 'reset', 'broker', 'access point', 'time server'] as const),
];
const HOW_MANY = [1, 1, 1, 2, 2, 3];
const DELAYS_MS = [5, 30, 120, 400];
const AWAY_MS = [20, 200, null];

const mishapOf = (chance: Chance): Mishap => {
  const kind = chance.pick(KINDS);
  switch (kind) {
    case 'flip':
      return { kind, bit: chance.below(8) };
    case 'delay':
      return { kind, ms: chance.pick(DELAYS_MS) };
    case 'broker':
    case 'access point':
    case 'time server':
      return { kind, awayMs: chance.pick(AWAY_MS) };
    default:
      return { kind };
  }
};

const plannedMishap = (chance: Chance): PlannedMishap => {
  const step = chance.pick([OPENING, ...PROCEDURE.map(({ title }) => title)]);
  const direction = chance.pick<Direction>(['to the board', 'to the host']);
  const bytes = BYTES[step]?.[direction] ?? 0;
  return { step, direction, byte: chance.below(Math.max(1, bytes)), mishap: mishapOf(chance) };
};

/** What will happen in the run of this seed: from one mishap to three. */
export const scheduleOf = (seed: number): readonly PlannedMishap[] => {
  const chance = chanceOf(seed).of('mishaps');
  return Array.from({ length: chance.pick(HOW_MANY) }, () => plannedMishap(chance));
};

const inWords = (mishap: Mishap): string => {
  switch (mishap.kind) {
    case 'drop':
      return 'is lost';
    case 'double':
      return 'comes twice';
    case 'flip':
      return `has bit ${mishap.bit} turned over`;
    case 'delay':
      return `comes ${mishap.ms} ms late, with all behind it`;
    case 'reset':
      return 'comes, and the board is reset';
    default:
      return `comes, and the ${mishap.kind} goes away ${mishap.awayMs === null ? 'for good' : `for ${mishap.awayMs} ms`}`;
  }
};

/** `in "joins the Wi-Fi", byte 12 to the host is lost` */
export const describeMishap = ({ step, direction, byte, mishap }: PlannedMishap): string =>
  `in "${step}", byte ${byte} ${direction} ${inWords(mishap)}`;
