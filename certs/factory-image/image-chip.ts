import { appHeader } from './app-header.ts';
import { APPLICATION } from './app-version.ts';
import { bootloaderAddress } from './flash-size.ts';
import type { FlashTables } from './flash-tables.ts';

/** The chip that an image's bootloader was made for, or its application: `ESP32C3`; undefined where it has neither. */
export const imageChip = (image: Uint8Array, { primary }: FlashTables): string | undefined => {
  const bootloader = bootloaderAddress(image);
  const applications = primary.partitions.filter(({ type }) => type === APPLICATION);
  const places = [
    ...(bootloader === undefined ? [] : [bootloader]),
    ...applications.map(({ address }) => address),
  ];
  for (const place of places) {
    const header = appHeader(image, place);
    if (header) return header.chip;
  }
  return undefined;
};
