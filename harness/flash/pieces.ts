import { sha256 } from '../../certs/sha256.ts';
import type { Journal, Note } from '../../reports/journal.ts';

/** How large the pieces are in which bytes go in and out. */
export interface PieceOptions {
  /**
   * Bytes a piece; 4096 unless told, as Espressif advises: the board takes a piece into its heap as a whole.
   */
  readonly pieceBytes?: number;
  /** Instead of the command's own patience, for each piece: a slow line needs more. */
  readonly answerWithinMs?: number;
}

export const PIECE_BYTES = 4096;

export const patience = (withinMs: number | undefined): { withinMs?: number } =>
  withinMs === undefined ? {} : { withinMs };

/** Notes how long `body` took and how fast its bytes went. */
export const timed = async <T>(
  journal: Journal,
  note: Note,
  bytes: number,
  what: string,
  body: () => Promise<T>,
): Promise<T> => {
  const start = performance.now();
  const result = await body();
  const ms = performance.now() - start;
  note('duration', `${ms.toFixed(1)} ms`);
  journal.measure(what, Math.round((bytes / ms) * 1000), 'bytes/s');
  return result;
};

/** Cuts so many bytes into pieces. */
export const pieces = (length: number, size: number): { offset: number; length: number }[] =>
  Array.from({ length: Math.ceil(length / size) }, (_, i) => ({
    offset: i * size,
    length: Math.min(size, length - i * size),
  }));

/** Reads bytes piece by piece, as a step that notes their sum and how fast they came. */
export const readInPieces = (
  journal: Journal,
  { name, facts, length }: { name: string; facts: Record<string, string | number>; length: number },
  size: number,
  readPiece: (piece: { offset: number; length: number }) => Promise<Uint8Array>,
): Promise<Uint8Array> =>
  journal.step(`read ${name}`, { ...facts, bytes: length }, async (note) => {
    const read = await timed(journal, note, length, `read ${name}`, async () => {
      const parts: Uint8Array[] = [];
      for (const piece of pieces(length, size)) parts.push(await readPiece(piece));
      return new Uint8Array(Buffer.concat(parts));
    });
    note('SHA-256 read', sha256(read));
    return read;
  });
