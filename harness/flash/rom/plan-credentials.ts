import { NVS_PARTITION } from '../../../certs/factory-image/credential-place.ts';
import { partitionBytes } from '../../../certs/factory-image/partition-bytes.ts';
import { putIntoImage } from '../../../certs/factory-image/write-image.ts';
import type { PlacedCredential } from '../../../certs/pki/credential-images.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { type ReadableFlash, readPartialFlash } from './partial-flash.ts';
import { type Region, requireRegions } from './regions.ts';

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
    // Tables tell where credentials go; of an NVS, what stands beside them has to stay.
    const around = await readPartialFlash(loader, ({ name }) => name === NVS_PARTITION);
    const { image, changed } = putIntoImage(around, placed);
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
