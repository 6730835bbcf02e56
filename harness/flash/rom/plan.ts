import { appHeader } from '../../../certs/factory-image/app-header.ts';
import type { FlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { requireBootable } from './bootable.ts';
import type { FlashChip } from './flash-chip.ts';
import { withFlashParameters } from './flash-parameters.ts';
import {
  endOf,
  hex,
  type Region,
  refused,
  requireRegions,
  SECTOR_BYTES,
  spellRegion,
} from './regions.ts';
import type { ReleaseFolder } from './release-folder.ts';

/**
 * What has to be written for a whole factory image.
 * @throws BadInput what `requireRegions` and `requireBootable` throw
 */
export const planImage = (name: string, image: Uint8Array, chip: FlashChip): readonly Region[] => {
  requireBootable(image, chip);
  const regions = [{ name, address: 0, bytes: image }];
  requireRegions(regions, chip);
  return regions;
};

/** Where something may begin, and where it has to end. */
interface Place {
  readonly name: string;
  readonly address: number;
  readonly size: number;
}

const placesOf = ({ primary, secondary }: FlashTables, chip: FlashChip): Place[] => [
  {
    name: 'the bootloader',
    address: chip.bootloaderAddress,
    size: primary.address - chip.bootloaderAddress,
  },
  { name: 'the partition table', address: primary.address, size: SECTOR_BYTES },
  ...(secondary?.partitions ?? []),
  // It begins with the secondary table, and what that names follows inside.
  ...primary.partitions.map((place) =>
    place.address === secondary?.address ? { ...place, size: SECTOR_BYTES } : place,
  ),
];

/** A file that does not stand where something belongs would be found by nobody, or spoil a neighbour. */
const requirePlaced = (region: Region, places: readonly Place[]): void => {
  const place = places.find(({ address }) => address === region.address);
  if (!place) {
    throw refused(
      'WRONG_OFFSET',
      `${spellRegion(region)} belongs nowhere: neither the bootloader nor a table nor a partition begins at ${hex(region.address)}.`,
    );
  }
  if (endOf(region) > place.address + place.size) {
    throw refused(
      'REGION_TOO_LARGE',
      `${spellRegion(region)} does not fit into "${place.name}", which ends at ${hex(place.address + place.size)}.`,
    );
  }
};

/** A program that ends before it should cannot be seen any more once the files stand beside each other. */
const requireWhole = (region: Region): void => {
  const { bytes } = appHeader(region.bytes, 0) ?? {};
  if (bytes === undefined || bytes <= region.bytes.length) return;
  throw refused(
    'IMAGE_CUT_SHORT',
    `${spellRegion(region)} has ${region.bytes.length} bytes, and its header speaks of ${bytes}.`,
  );
};

/**
 * What has to be written for the files of a release: all that a board needs to start, each where it belongs.
 * @throws BadInput `WRONG_OFFSET`, `REGION_TOO_LARGE`, `IMAGE_CUT_SHORT`, `FLASH_PARAMETER`, and what `requireRegions` and
 * `requireBootable` throw
 */
export const planRelease = (
  { parameters, regions: files }: ReleaseFolder,
  chip: FlashChip,
): readonly Region[] => {
  requireRegions(files, chip);
  for (const file of files) requireWhole(file);
  const regions = files.map((file) =>
    file.address === chip.bootloaderAddress
      ? { ...file, bytes: withFlashParameters(file.bytes, parameters) }
      : file,
  );
  const image = Buffer.alloc(Math.max(...regions.map(endOf)), 0xff);
  for (const { address, bytes } of regions) image.set(bytes, address);
  const places = placesOf(requireBootable(image, chip), chip);
  for (const region of regions) requirePlaced(region, places);
  return regions;
};
