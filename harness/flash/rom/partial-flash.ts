import {
  isCustomize,
  PRIMARY_ADDRESSES,
  readFlashTables,
  SECONDARY_BYTES,
} from '../../../certs/factory-image/flash-tables.ts';
import type { Partition } from '../../../certs/partition-table.ts';
import { SECTOR_BYTES } from './regions.ts';
import type { RomLoader } from './rom-loader.ts';

/** What of a loader is asked for. */
export type ReadableFlash = Pick<RomLoader, 'chip' | 'read'>;

/**
 * The flash of a board as far as it matters: both tables, and some of the partitions of the secondary one; all else is
 * FF. To read all of it takes minutes.
 * @throws BadInput `NOT_AN_ESP_AT_IMAGE`; LoaderFailed, PortLost
 */
export const readPartialFlash = async (
  loader: ReadableFlash,
  isWanted: (partition: Partition) => boolean,
): Promise<Buffer> => {
  const image = Buffer.alloc(loader.chip.flashSize, 0xff);
  const fetch = async (address: number, size: number): Promise<void> => {
    if (address + size <= image.length) image.set(await loader.read(address, size), address);
  };
  for (const address of PRIMARY_ADDRESSES) await fetch(address, SECTOR_BYTES);
  const customize = readFlashTables(image).primary.partitions.find(isCustomize);
  if (customize) await fetch(customize.address, SECONDARY_BYTES);
  const { secondary } = readFlashTables(image);
  for (const { address, size } of secondary?.partitions.filter(isWanted) ?? []) {
    await fetch(address, size);
  }
  return image;
};
