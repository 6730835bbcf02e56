import { sha256 } from '../../certs/sha256.ts';
import type { Board } from '../boards/board.ts';

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
