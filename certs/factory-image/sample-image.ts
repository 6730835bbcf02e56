import { type Partition, writePartitionTable } from '../partition-table.ts';

/** A partition to be: without its address. */
export interface SampleRoom {
  readonly name: string;
  readonly sectors: number;
}

export interface SampleImage {
  readonly image: Buffer;
  readonly secondary: readonly Partition[];
  readonly primary: readonly Partition[];
}

const SECTOR = 0x1000;
const SIZE = 1 << 20;

/** Flash of 1 MB, filled alike apart from its tables, that has these partitions one behind the other. */
export const sampleImage = (
  rooms: readonly SampleRoom[],
  { table = 0x8000, fill = 0xff }: { table?: number; fill?: number } = {},
): SampleImage => {
  const customize = { name: 'at_customize', type: 64, subtype: 0, address: 0x20000 };
  let next = customize.address + SECTOR;
  const secondary = rooms.map(({ name, sectors }, at) => {
    const partition = { name, type: 64, subtype: at + 1, address: next, size: sectors * SECTOR };
    next += partition.size;
    return partition;
  });
  const primary = [
    { name: 'nvs', type: 1, subtype: 2, address: 0x12000, size: 0xe000 },
    { ...customize, size: next - customize.address },
    { name: 'ota_0', type: 0, subtype: 16, address: 0xe0000, size: 0x20000 },
  ];
  const image = Buffer.alloc(SIZE, fill);
  writePartitionTable(primary, false).copy(image, table);
  writePartitionTable(secondary, true).copy(image, customize.address);
  return { image, primary, secondary };
};
