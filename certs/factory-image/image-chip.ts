import { appHeader } from './app-header.ts';
import { bootloaderAddress } from './flash-size.ts';
import type { FlashTables } from './flash-tables.ts';
import { applications } from './started-application.ts';

/** The chip that an image's bootloader was made for, or its application: `ESP32C3`; undefined where it has neither. */
export const imageChip = (image: Uint8Array, tables: FlashTables): string | undefined => {
  const bootloader = bootloaderAddress(image);
  const places = [
    ...(bootloader === undefined ? [] : [bootloader]),
    ...applications(image, tables).map(({ address }) => address),
  ];
  for (const place of places) {
    const header = appHeader(image, place);
    if (header) return header.chip;
  }
  return undefined;
};
