import { sha256 } from '../../../certs/sha256.ts';
import { AtRefused } from '../../at/errors.ts';
import type { Board } from '../../boards/board.ts';

/** File systems and the like are large: of those the first sector is looked at. */
const LARGEST_BYTES = 0x4000;
const SECTOR_BYTES = 4_096;

/** The checksums of what all partitions hold, by their names; but one where it is told. */
export const neighboursOf = async (
  { identity, raw }: Board,
  partition?: string,
): Promise<Readonly<Record<string, string>>> => {
  const held: Record<string, string> = {};
  for (const { name, size } of identity.partitions) {
    if (name === partition) continue;
    const looked = size <= LARGEST_BYTES ? size : SECTOR_BYTES;
    held[name] = sha256(await raw.flash.read(name, looked));
  }
  return held;
};

/** Whether the last byte of each partition can be read, and the one behind it cannot. */
export const endsOfPartitions = async ({
  identity,
  raw,
}: Board): Promise<Readonly<Record<string, 'where it says' | 'elsewhere'>>> => {
  const isRead = (name: string, offset: number): Promise<boolean> =>
    raw.flash.read(name, 1, offset).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AtRefused) return false;
        throw error;
      },
    );
  const ends: Record<string, 'where it says' | 'elsewhere'> = {};
  for (const { name, size } of identity.partitions) {
    const isThere = (await isRead(name, size - 1)) && !(await isRead(name, size));
    ends[name] = isThere ? 'where it says' : 'elsewhere';
  }
  return ends;
};
