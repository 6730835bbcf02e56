import { createHash } from 'node:crypto';
import type { Journal, Note } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { type Partition, spellAddress } from './partition-map.ts';

/** How large the pieces are in which bytes go in and out. */
export interface PieceOptions {
  /**
   * Bytes a piece; 4096 unless told, as Espressif advises: the board takes a piece into its heap as a whole.
   */
  readonly pieceBytes?: number;
  /** Instead of the command's own patience, for each piece: a slow line needs more. */
  readonly answerWithinMs?: number;
}

const PIECE_BYTES = 4096;

const patience = (withinMs: number | undefined): { withinMs?: number } =>
  withinMs === undefined ? {} : { withinMs };

/** SHA-256 in hexadecimal. Says of a key's image which one it is, and nothing about the key. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

const of = (partition: Partition): Record<string, string | number> => ({
  partition: partition.name,
  address: spellAddress(partition.address),
  'partition size': partition.size,
});

/** Notes how long `body` took and how fast its bytes went. */
const timed = async <T>(
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

/** Erases a whole partition. */
export const erasePartition = (
  client: AtClient,
  journal: Journal,
  partition: Partition,
): Promise<void> =>
  journal.step(`erase ${partition.name}`, of(partition), (note) =>
    timed(journal, note, partition.size, `erase ${partition.name}`, () =>
      client.do(commands.systemFlash.erase, { partition: partition.name }),
    ),
  );

const pieces = (length: number, size: number): { offset: number; length: number }[] =>
  Array.from({ length: Math.ceil(length / size) }, (_, i) => ({
    offset: i * size,
    length: Math.min(size, length - i * size),
  }));

/** Writes bytes to the beginning of a partition, which must have been erased. */
export const programPartition = (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  image: Uint8Array,
  { pieceBytes = PIECE_BYTES, answerWithinMs }: PieceOptions = {},
): Promise<void> =>
  journal.step(
    `write ${partition.name}`,
    { ...of(partition), bytes: image.length, 'SHA-256 sent': sha256(image) },
    (note) =>
      timed(journal, note, image.length, `write ${partition.name}`, async () => {
        for (const piece of pieces(image.length, pieceBytes)) {
          await client.do(
            commands.systemFlash.write,
            { partition: partition.name, ...piece },
            {
              ...patience(answerWithinMs),
              data: image.subarray(piece.offset, piece.offset + piece.length),
            },
          );
        }
      }),
  );

/** Reads bytes from the beginning of a partition. */
export const readPartition = (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  length: number,
  { pieceBytes = PIECE_BYTES, answerWithinMs }: PieceOptions = {},
): Promise<Uint8Array> =>
  journal.step(`read ${partition.name}`, { ...of(partition), bytes: length }, async (note) => {
    const read = await timed(journal, note, length, `read ${partition.name}`, async () => {
      const parts: Uint8Array[] = [];
      for (const piece of pieces(length, pieceBytes)) {
        parts.push(
          await client.do(
            commands.systemFlash.read,
            { partition: partition.name, ...piece },
            patience(answerWithinMs),
          ),
        );
      }
      return new Uint8Array(Buffer.concat(parts));
    });
    note('SHA-256 read', sha256(read));
    return read;
  });
