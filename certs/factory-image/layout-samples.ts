import { type NvsEntry, NvsImage } from '../nvs/nvs-image.ts';
import { writeNvs } from '../nvs/nvs-writer.ts';
import { type Partition, writePartitionTable } from '../partition-table.ts';
import { CHIP_IDS } from './app-header.ts';
import { NVS_PARTITION } from './credential-place.ts';
import layouts from './layout-samples.json' with { type: 'json' };

/** How a release of ESP-AT divides the flash of a chip, as the partition CSV files of its sources say. */
export interface SampleLayout {
  readonly id: string;
  readonly chip: string;
  readonly flashSize: number;
  readonly bootloader: number;
  readonly table: number;
  readonly primary: readonly Partition[];
  readonly secondary: readonly Partition[];
}

type Row = (typeof layouts)[number]['primary'][number];

const partitionOf = ([name, type, subtype, address, size]: Row): Partition => ({
  name: String(name),
  type: Number(type),
  subtype: Number(subtype),
  address: Number(address),
  size: Number(size),
});

/** Every layout that ESP-AT has had since 2.0: ESP32, C2, C3, C5, C6, C61 and S2, of both generations. */
export const SAMPLE_LAYOUTS: readonly SampleLayout[] = layouts.map((layout) => ({
  ...layout,
  primary: layout.primary.map(partitionOf),
  secondary: layout.secondary.map(partitionOf),
}));

const MEGABYTE = 1 << 20;

/**
 * An image with this layout whose other bytes are all different from erased flash.
 * @param nvs what stands in its NVS, where it has one
 */
export const layoutImage = (layout: SampleLayout, nvs: readonly NvsEntry[]): Buffer => {
  const { flashSize, bootloader, chip, table, primary, secondary } = layout;
  const image = Buffer.alloc(flashSize, 0x5a);
  image.set([0xe9, 0, 2, Math.log2(flashSize / MEGABYTE) << 4], bootloader);
  image.writeUInt16LE(CHIP_IDS[chip] ?? 0, bootloader + 12);
  // ESP32-S2 and the first chip have erased flash in front of their bootloader.
  image.fill(0xff, 0, bootloader);
  writePartitionTable(primary, false).copy(image, table);
  const customize = primary.find(({ name }) => name === 'at_customize');
  writePartitionTable(secondary, true).copy(image, customize?.address);
  const held = secondary.find(({ name }) => name === NVS_PARTITION);
  if (held) image.set(writeNvs(NvsImage.of(nvs), held.size), held.address);
  return image;
};
