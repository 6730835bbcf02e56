import type { Partition } from '../../certs/partition-table.ts';
import { BenchError, type Colour } from '../../errors/bench-error.ts';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';

/** The partitions of a board's secondary table, in its order, as `AT+SYSFLASH?` lists them. */
export type PartitionMap = readonly Partition[];

/** The board has no partition of this name. */
export class PartitionMissing extends BenchError {
  readonly code = 'PARTITION_MISSING';
  readonly colour: Colour = 'firmware';
  readonly partition: string;
  /** Those there are. */
  readonly names: readonly string[];

  constructor(partition: string, names: readonly string[]) {
    super(
      names.length === 0
        ? `the board lists no partitions at all, so none named "${partition}"; its secondary partition table (at_customize) was probably never flashed`
        : `the board has no partition "${partition}"; it has ${names.join(', ')}`,
    );
    this.partition = partition;
    this.names = names;
  }
}

/**
 * Asks a board for its partitions; addresses differ between releases and survive updates, so they are never assumed.
 * @throws AtRefused when the board has no secondary table
 */
export const askPartitionMap = (client: AtClient): Promise<PartitionMap> =>
  client.do(commands.systemFlash.partitions);

/** @throws PartitionMissing */
export const requirePartition = (map: PartitionMap, name: string): Partition => {
  const partition = map.find((candidate) => candidate.name === name);
  if (partition) return partition;
  throw new PartitionMissing(
    name,
    map.map((candidate) => candidate.name),
  );
};

/** An address as the board spells it: `0x37000`. */
export const spellAddress = (address: number): string => `0x${address.toString(16)}`;
