import { BadInput } from '../../errors/bench-error.ts';
import { recognise } from '../kits/recognise.ts';
import {
  checkTable,
  type Partition,
  readPartitionTable,
  TABLE_BYTES,
  type TableChecksum,
} from '../partition-table.ts';

/** A partition table as it stands in an image. */
export interface FlashTable {
  readonly address: number;
  readonly partitions: readonly Partition[];
  readonly checksum: TableChecksum;
}

/** Where everything stands in a flash image, as its own two tables say. */
export interface FlashTables {
  readonly primary: FlashTable;
  /** Undefined where `at_customize.bin` is not in the image. */
  readonly secondary: FlashTable | undefined;
}

/** Where chips look for their table: most of them, and ESP32-C5 and C61. */
export const PRIMARY_ADDRESSES = [0x8000, 0xc000] as const;

/** The firmware reads one sector of the secondary table. */
export const SECONDARY_BYTES = 0x1000;

/** Of ESP-AT alone: the partition that begins with the secondary table. */
export const isCustomize = ({ type, subtype }: Partition): boolean =>
  type === 0x40 && subtype === 0;

const tableAt = (image: Buffer, address: number, size: number): FlashTable | undefined => {
  const bytes = image.subarray(address, address + size);
  const partitions = readPartitionTable(bytes);
  if (partitions.length === 0) return undefined;
  return { address, partitions, checksum: checkTable(bytes) };
};

/**
 * Finds both tables of a flat copy of flash, byte 0 of which is address 0. They may be nonsense: `tableProblems` tells.
 * Throws BadInput NOT_AN_ESP_AT_IMAGE.
 */
export const readFlashTables = (bytes: Uint8Array): FlashTables => {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = PRIMARY_ADDRESSES.flatMap((address) => tableAt(image, address, TABLE_BYTES) ?? []);
  for (const primary of found) {
    const customize = primary.partitions.find(isCustomize);
    if (customize)
      return { primary, secondary: tableAt(image, customize.address, SECONDARY_BYTES) };
  }
  const where = PRIMARY_ADDRESSES.map((address) => `0x${address.toString(16)}`).join(' and ');
  const what =
    found.length > 0
      ? 'the partition table of another firmware, without "at_customize"'
      : `no partition table at ${where}; the file begins like ${recognise(image.subarray(0, 4096)).words}`;
  throw new BadInput(
    'NOT_AN_ESP_AT_IMAGE',
    `A factory image of ESP-AT is a copy of the whole flash from address 0, and here is ${what}. Take factory_<module>.bin of a release.`,
  );
};
