import { commands } from '../../at/commands/index.ts';
import type { Board } from '../../boards/board.ts';

/** A board's second may be late by what its answer takes, and no clock is that slow. */
const TICK_MS = 10_000;
/** A tick is known as exactly as this where nothing holds the questions up; where something does, others are waited for. */
const EXACT_MS = 25;
/** So long, and then the most exact one counts. */
const EXACT_WITHIN_MS = 4_000;

interface Tick {
  /** What the board's clock reads from here on, in seconds since 1970. */
  readonly second: number;
  /** When that was, by this computer. */
  readonly atMs: number;
  /** Between the question before it and the answer behind it. */
  readonly withinMs: number;
}

const readSeconds = async ({ client }: Board) => {
  const askedAt = performance.now();
  const { seconds } = await client.do(commands.timestamp.query);
  return { seconds, askedAt, answeredAt: performance.now() };
};

/** A moment at which the board's clock goes on to its next second: the first that is known exactly. */
const nextTick = async (board: Board): Promise<Tick> => {
  let before = await readSeconds(board);
  const begun = before.askedAt;
  let best: Tick | undefined;
  while (performance.now() - begun < (best ? EXACT_WITHIN_MS : TICK_MS)) {
    const now = await readSeconds(board);
    if (now.seconds !== before.seconds) {
      const withinMs = now.answeredAt - before.askedAt;
      const tick = { second: now.seconds, atMs: now.answeredAt, withinMs };
      if (withinMs < EXACT_MS) return tick;
      if (withinMs < (best?.withinMs ?? Number.POSITIVE_INFINITY)) best = tick;
    }
    before = now;
  }
  return best ?? { second: before.seconds, atMs: performance.now(), withinMs: TICK_MS };
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
