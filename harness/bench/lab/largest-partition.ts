import { sha256 } from '../../../certs/sha256.ts';
import type { Board } from '../../boards/board.ts';
import type { PartitionMap } from '../../flash/partition-map.ts';
import { freePartition } from './free-partition.ts';

const SECTOR_BYTES = 4_096;
const WRAPS_AT_BYTES = 0x1_0000;

/** The checksums of a partition's first sector, its last, and that where the last would be by the lower 16 bits of its place. */
interface Ends {
  readonly begin: string;
  readonly wrapped: string;
  readonly end: string;
}

/** How the ends of a partition were at first, with something written to the last sector, and with that erased again. */
export interface TriedEnd {
  readonly before: Ends;
  readonly written: Ends;
  readonly erased: Ends;
}

/** The largest partition for trials, in which there are places that 16 bits do not count to; null where there is none. */
export const largePartition = (partitions: PartitionMap) =>
  freePartition(partitions, WRAPS_AT_BYTES + SECTOR_BYTES);

/** Writes a sector to the end of the largest partition, erases it, and puts back what was there. */
export const endOfLargest = async (
  { identity, raw: { flash } }: Board,
  bytes: Uint8Array,
): Promise<TriedEnd> => {
  const largest = largePartition(identity.partitions);
  if (!largest) throw new TypeError('no partition of this board is that large');
  const { name, size } = largest;
  const last = { offset: size - SECTOR_BYTES, length: SECTOR_BYTES };
  const look = async (): Promise<Ends> => ({
    begin: sha256(await flash.read(name, SECTOR_BYTES)),
    wrapped: sha256(await flash.read(name, SECTOR_BYTES, last.offset % WRAPS_AT_BYTES)),
    end: sha256(await flash.read(name, last.length, last.offset)),
  });
  const before = await look();
  const kept = await flash.read(name, last.length, last.offset);
  try {
    await flash.erase(name, last);
    await flash.write(name, bytes, last.offset);
    const written = await look();
    await flash.erase(name, last);
    return { before, written, erased: await look() };
  } finally {
    await flash.erase(name, last);
    await flash.write(name, kept, last.offset);
  }
};
