import { commands } from '../../at/commands/index.ts';
import type { Board } from '../../boards/board.ts';

/** A board's second may be late by what its answer takes, and no clock is that slow. */
const TICK_MS = 10_000;

interface Tick {
  /** What the board's clock reads from here on, in seconds since 1970. */
  readonly second: number;
  /** When that was, by this computer. */
  readonly atMs: number;
}

/** The moment at which the board's clock goes on to its next second. */
const nextTick = async ({ client }: Board): Promise<Tick> => {
  const read = () => client.do(commands.timestamp.query);
  const { seconds } = await read();
  for (const giveUpAt = performance.now() + TICK_MS; performance.now() < giveUpAt; ) {
    const now = await read();
    if (now.seconds !== seconds) return { second: now.seconds, atMs: performance.now() };
  }
  return { second: seconds, atMs: performance.now() };
};

/**
 * How many of the board's seconds pass in one of this computer's, measured from one tick of it to another.
 * @param seconds how long is measured, by this computer
 */
export const clockRate = async (board: Board, seconds: number): Promise<number> => {
  const first = await nextTick(board);
  let last = first;
  while (last.atMs - first.atMs < seconds * 900) last = await nextTick(board);
  return (last.second - first.second) / ((last.atMs - first.atMs) / 1000);
};
