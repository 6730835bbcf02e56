import type { Partition } from '../../certs/partition-table.ts';
import { requireFits } from '../../certs/pki/pki-image.ts';
import type { Journal } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { erasePartition, programPartition, readPartition } from './flash-steps.ts';
import { spellAddress } from './partition-map.ts';
import type { PieceOptions } from './pieces.ts';
import type { Store, Workplace, Written } from './store.ts';
import { writeVerified } from './write-verified.ts';

export interface WriteOptions extends PieceOptions {
  /**
   * What is read back and compared: the image, or all of the partition, whose rest must be erased then. The image
   * unless told: at 115200 baud, the rest of 8 KB takes six times as long.
   */
  readonly verify?: 'image' | 'partition';
}

/** The image, and FF behind it as far as it is to be compared. */
const expected = (image: Uint8Array, partition: Partition, verify: 'image' | 'partition') => {
  if (verify === 'image') return image;
  const whole = new Uint8Array(partition.size).fill(0xff);
  whole.set(image);
  return whole;
};

const partitionStore = ({ client, journal }: Workplace, partition: Partition): Store => ({
  name: partition.name,
  holder: 'flash',
  where: spellAddress(partition.address),
  facts: {
    partition: partition.name,
    address: spellAddress(partition.address),
    'partition size': partition.size,
  },
  spellOffset: (offset) => `offset ${offset} (${spellAddress(partition.address + offset)})`,
  write: async (bytes, pieces) => {
    await erasePartition(client, journal, partition);
    await programPartition(client, journal, partition, bytes, pieces);
  },
  read: (length, pieces) => readPartition(client, journal, partition, length, pieces),
});

/**
 * Erases a partition, writes an image to its beginning, reads it back and compares.
 * @throws BadInput `PARTITION_TOO_SMALL`, before flash is touched
 * @throws what `writeVerified` throws
 */
export const writePartition = async (
  client: AtClient,
  journal: Journal,
  partition: Partition,
  image: Uint8Array,
  { verify = 'image', ...pieces }: WriteOptions = {},
): Promise<Written> => {
  requireFits(image, { partition: partition.name, size: partition.size });
  const workplace = { client, journal };
  return writeVerified(workplace, partitionStore(workplace, partition), image, {
    ...pieces,
    expected: expected(image, partition, verify),
  });
};
