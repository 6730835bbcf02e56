import { sha256 } from '../../../certs/sha256.ts';
import { AtRefused } from '../../at/errors.ts';
import type { Board } from '../../boards/board.ts';

/** File systems and the like are large, and not what a credential would be written over. */
const LARGEST_BYTES = 0x4000;

/** The checksums of what all partitions hold but one, by their names. */
export const neighboursOf = async (
  { identity, raw }: Board,
  partition: string,
): Promise<Readonly<Record<string, string>>> => {
  const held: Record<string, string> = {};
  for (const { name, size } of identity.partitions) {
    if (name !== partition && size <= LARGEST_BYTES)
      held[name] = sha256(await raw.flash.read(name, size));
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
