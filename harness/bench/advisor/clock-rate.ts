import { commands } from '../../at/commands/index.ts';
import type { Board } from '../../boards/board.ts';

/** A board's second may be late by what its answer takes, and no clock is that slow. */
const TICK_MS = 10_000;

interface Tick {
  /** What the board's clock reads from here on, in seconds since 1970. */
  readonly second: number;
  /** Between which moments of this computer that was: a question without the new second was sent, an answer with it was there. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The moment at which the board's clock goes on to its next second. */
const nextTick = async ({ client }: Board): Promise<Tick> => {
  const read = async () => {
    const askedMs = performance.now();
    const { seconds } = await client.do(commands.timestamp.query);
    return { second: seconds, askedMs, untilMs: performance.now() };
  };
  let before = await read();
  for (const giveUpAt = performance.now() + TICK_MS; performance.now() < giveUpAt; ) {
    const now = await read();
    if (now.second !== before.second) return { ...now, fromMs: before.askedMs };
    before = now;
  }
  return { ...before, fromMs: before.askedMs };
};

/**
 * How many of the board's seconds pass in one of this computer's, measured from one tick of it to another: of what the
 * answers leave open, as they take their time, the rate that is nearest to the right one.
 * @param seconds how long is measured, by this computer
 */
export const clockRate = async (board: Board, seconds: number): Promise<number> => {
  const first = await nextTick(board);
  let last = first;
  while (last.untilMs - first.untilMs < seconds * 900) last = await nextTick(board);
  const passed = (last.second - first.second) * 1000;
  const slowest = passed / (last.untilMs - first.fromMs);
  const fastest = passed / Math.max(1, last.fromMs - first.untilMs);
  return Math.min(Math.max(1, slowest), fastest);
};
