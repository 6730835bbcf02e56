import type { SerialPlug } from '../esp-at/host-end.ts';
import { realTimers, type Timers } from '../network/timers.ts';
import { chanceOf } from './chance.ts';
import { type Unevenness, unevenLine } from './uneven-line.ts';
import { type Lines, wireBetween } from './wire-between.ts';

/** To the host: from a driver that hands on single bytes, over the ESP32's FIFO, to a network that gathers much. */
const MOST_TO_HOST = [1, 2, 3, 8, 31, 64, 120, 512, 4_096];
/**
 * To the board: what fits into an adapter's buffer goes out without a gap, and the chip gathers it again. An FT232R's
 * holds 128 bytes (its datasheet), and specs of what comes behind a write count on less coming together.
 */
const LEAST_TO_BOARD = 128;
const MOST_TO_BOARD = [128, 200, 512, 4_096];
/** What USB adapters let a byte wait reaches 16 ms; a run has thousands of pieces, so less has to do. */
const MOST_MS = [0, 1, 2, 4];

/** The conditions on a wire: what a seed makes of them. */
export interface Conditions {
  readonly toBoard: Unevenness;
  readonly toHost: Unevenness;
}

/** How bytes come along a wire of this name in a run with this seed. */
export const conditionsOf = (seed: number, name: string): Conditions => {
  const toBoard = chanceOf(seed).of(`${name}, to the board`);
  const toHost = chanceOf(seed).of(`${name}, to the host`);
  return {
    toBoard: {
      leastBytes: LEAST_TO_BOARD,
      mostBytes: toBoard.pick(MOST_TO_BOARD),
      mostMs: toBoard.pick(MOST_MS),
    },
    toHost: {
      leastBytes: 1,
      mostBytes: toHost.pick(MOST_TO_HOST),
      mostMs: toHost.pick(MOST_MS),
    },
  };
};

const linesOf = (seed: number, name: string, timers: Timers): Lines => {
  const { toBoard, toHost } = conditionsOf(seed, name);
  const chance = chanceOf(seed).of(name);
  return {
    toBoard: unevenLine(toBoard, chance.of('to the board'), timers),
    toHost: unevenLine(toHost, chance.of('to the host'), timers),
  };
};

/**
 * A port of a simulated board behind a wire on which bytes come in other pieces and later than they were sent, as a seed
 * will have it; their order stays. Undefined: no wire, the port itself.
 */
export const underConditions = (
  plug: SerialPlug,
  seed: number | undefined,
  name: string,
  timers: Timers = realTimers,
): SerialPlug => (seed === undefined ? plug : wireBetween(plug, linesOf(seed, name, timers)));
