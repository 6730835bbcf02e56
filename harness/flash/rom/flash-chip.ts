import type { ESPLoader } from 'esptool-js';
import { LoaderFailed } from './errors.ts';

/** The chip at the other end and its flash, as it says itself. */
export interface FlashChip {
  /** `ESP32-C3` */
  readonly name: string;
  /** As the header of a program names it: `ESP32C3`. */
  readonly programName: string;
  readonly bootloaderAddress: number;
  /** Bytes. */
  readonly flashSize: number;
}

/** The JEDEC id's third byte is the size as a power of two; some makers count from another place on. */
const sizeOf = (loader: ESPLoader, id: number): number => {
  const spelled = loader.DETECTED_FLASH_SIZES[(id >> 16) & 0xff];
  const [, count, unit] = /^(\d+)(KB|MB)$/.exec(spelled ?? '') ?? [];
  if (count === undefined) {
    throw new LoaderFailed(
      'the size of the flash is not known',
      `it calls itself 0x${(id >>> 0).toString(16)}`,
    );
  }
  return Number(count) * (unit === 'MB' ? 1 << 20 : 1 << 10);
};

/** Asks a chip in its loader. @throws LoaderFailed */
export const askChip = async (loader: ESPLoader): Promise<FlashChip> => {
  const { CHIP_NAME: name, BOOTLOADER_FLASH_OFFSET: bootloaderAddress } = loader.chip;
  const flashSize = sizeOf(loader, await loader.readFlashId());
  return { name, programName: name.replace('-', ''), bootloaderAddress, flashSize };
};
