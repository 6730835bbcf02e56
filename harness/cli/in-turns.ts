/** Does pieces of work, so many at a time, and keeps their order. */
export const inTurns = async <T, R>(
  pieces: readonly T[],
  atATime: number,
  work: (piece: T) => Promise<R>,
): Promise<R[]> => {
  const done: R[] = [];
  const waiting = [...pieces.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, piece] = next;
      done[place] = await work(piece);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return done;
};
