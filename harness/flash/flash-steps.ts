import type { Partition } from '../../certs/partition-table.ts';
import { sha256 } from '../../certs/sha256.ts';
import type { Journal } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { spellAddress } from './partition-map.ts';
import { PIECE_BYTES, type PieceOptions, patience, pieces, readInPieces, timed } from './pieces.ts';

const of = (partition: Partition): Record<string, string | number> => ({
  partition: partition.name,
  address: spellAddress(partition.address),
  'partition size': partition.size,
});

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
  readInPieces(
    journal,
    { name: partition.name, facts: of(partition), length },
    pieceBytes,
    (piece) =>
      client.do(
        commands.systemFlash.read,
        { partition: partition.name, ...piece },
        patience(answerWithinMs),
      ),
  );
