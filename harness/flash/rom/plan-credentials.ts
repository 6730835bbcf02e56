import { NVS_PARTITION } from '../../../certs/factory-image/credential-place.ts';
import {
  isCustomize,
  PRIMARY_ADDRESSES,
  readFlashTables,
  SECONDARY_BYTES,
} from '../../../certs/factory-image/flash-tables.ts';
import { partitionBytes } from '../../../certs/factory-image/partition-bytes.ts';
import { putIntoImage } from '../../../certs/factory-image/write-image.ts';
import type { PlacedCredential } from '../../../certs/pki/credential-images.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { type Region, requireRegions, SECTOR_BYTES } from './regions.ts';
import type { RomLoader } from './rom-loader.ts';

/** What of a loader is asked for. */
type ReadableFlash = Pick<RomLoader, 'chip' | 'read'>;

/** The flash of a board, as much of it as tells where its credentials are, and what stands beside them. */
const readAround = async (loader: ReadableFlash): Promise<Buffer> => {
  const image = Buffer.alloc(loader.chip.flashSize, 0xff);
  const fetch = async (address: number, size: number): Promise<void> => {
    if (address + size <= image.length) image.set(await loader.read(address, size), address);
  };
  for (const address of PRIMARY_ADDRESSES) await fetch(address, SECTOR_BYTES);
  const customize = readFlashTables(image).primary.partitions.find(isCustomize);
  if (customize) await fetch(customize.address, SECONDARY_BYTES);
  const nvs = readFlashTables(image).secondary?.partitions.find(
    ({ name }) => name === NVS_PARTITION,
  );
  if (nvs) await fetch(nvs.address, nvs.size);
  return image;
};

const ofTheBoard = (error: unknown): unknown =>
  error instanceof BadInput
    ? new BadInput(error.code, `What this board has in its flash: ${error.message}`, {
        cause: error,
      })
    : error;

/**
 * What has to be written to put credentials into a board, by the tables in its own flash: PKI images into partitions of
 * their own, or its NVS with all other keys kept.
 * @throws BadInput what `putIntoImage` throws; LoaderFailed, PortLost
 */
export const planCredentials = async (
  loader: ReadableFlash,
  placed: readonly PlacedCredential[],
): Promise<readonly Region[]> => {
  try {
    const { image, changed } = putIntoImage(await readAround(loader), placed);
    const regions = changed.map((partition) => ({
      name: partition.name,
      address: partition.address,
      bytes: partitionBytes(image, partition),
    }));
    requireRegions(regions, loader.chip);
    return regions;
  } catch (error) {
    throw ofTheBoard(error);
  }
};
