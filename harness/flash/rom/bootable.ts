import { hasRightChecksum } from '../../../certs/factory-image/app-checksum.ts';
import { appHeader } from '../../../certs/factory-image/app-header.ts';
import { bootloaderAddress, flashSizeOf } from '../../../certs/factory-image/flash-size.ts';
import { type FlashTables, readFlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { APPLICATION } from '../../../certs/factory-image/started-application.ts';
import { tableProblems } from '../../../certs/factory-image/table-problems.ts';
import type { FlashChip } from './flash-chip.ts';
import { hex, refused } from './regions.ts';

/** A program where one has to stand, made for this chip, and all there. */
const requireProgram = (
  image: Uint8Array,
  { what, address, end }: { what: string; address: number; end: number },
  chip: FlashChip,
): void => {
  const header = appHeader(image, address);
  if (!header && address >= image.length) {
    throw refused(
      'IMAGE_CUT_SHORT',
      `The image ends at ${hex(image.length)}, before its ${what} begins.`,
    );
  }
  if (!header) throw refused('PROGRAM_MISSING', `There is no ${what} at ${hex(address)}.`);
  requireChip(what, header.chip, chip);
  const { bytes } = header;
  if (bytes === undefined || address + bytes > end) {
    throw refused(
      'PROGRAM_TOO_LARGE',
      `The ${what} at ${hex(address)} does not end before ${hex(end)}, where something else begins.`,
    );
  }
  if (!hasRightChecksum(image, address)) {
    throw refused(
      'IMAGE_DAMAGED',
      `The ${what} at ${hex(address)} does not have the checksum that belongs to it: it is damaged, or was cut short. Take it from its release again.`,
    );
  }
};

const requireChip = (what: string, made: string, { name, programName }: FlashChip): void => {
  if (made === programName) return;
  throw refused(
    'WRONG_CHIP',
    `The ${what} is made for another chip (${made}), and this one is an ${name}.`,
  );
};

/** @throws BadInput `BOOTLOADER_MISSING`, `WRONG_CHIP`, `WRONG_OFFSET` */
const requireBootloader = (image: Uint8Array, chip: FlashChip): void => {
  const address = bootloaderAddress(image);
  const header = address === undefined ? undefined : appHeader(image, address);
  if (address === undefined || !header) {
    throw refused(
      'BOOTLOADER_MISSING',
      `There is no bootloader, neither at ${hex(chip.bootloaderAddress)}, where an ${chip.name} looks for it, nor where other chips do: this is no copy of the whole flash from address 0.`,
    );
  }
  requireChip('bootloader', header.chip, chip);
  if (address !== chip.bootloaderAddress) {
    throw refused(
      'WRONG_OFFSET',
      `The bootloader stands at ${hex(address)}, and an ${chip.name} looks for it at ${hex(chip.bootloaderAddress)}.`,
    );
  }
};

const requireSize = (image: Uint8Array, { name, flashSize }: FlashChip): void => {
  const wanted = Math.max(flashSizeOf(image) ?? 0, image.length);
  if (wanted <= flashSize) return;
  throw refused(
    'FLASH_TOO_SMALL',
    `This is made for a flash of ${hex(wanted)} bytes, and that of this ${name} has ${hex(flashSize)}.`,
  );
};

/**
 * Refuses contents of a whole flash that this chip could not start from.
 * @param image from address 0 on; it may end before the flash does
 * @returns its tables
 * @throws BadInput `BOOTLOADER_MISSING`, `WRONG_CHIP`, `WRONG_OFFSET`, `FLASH_TOO_SMALL`, `NOT_AN_ESP_AT_IMAGE`,
 * `IMAGE_CUT_SHORT`, `PROGRAM_MISSING`, `PROGRAM_TOO_LARGE`, `IMAGE_DAMAGED`, and the codes of `tableProblems`
 */
export const requireBootable = (image: Uint8Array, chip: FlashChip): FlashTables => {
  requireBootloader(image, chip);
  requireSize(image, chip);
  const tables = readFlashTables(image);
  const [problem] = tableProblems(image, tables);
  if (problem) throw refused(problem.code, problem.sentence);
  const { address: end, partitions } = tables.primary;
  requireProgram(image, { what: 'bootloader', address: chip.bootloaderAddress, end }, chip);
  const [first] = partitions.filter(({ type }) => type === APPLICATION);
  if (!first) throw refused('PROGRAM_MISSING', 'The partition table names no application.');
  const { name, address, size } = first;
  requireProgram(image, { what: `application "${name}"`, address, end: address + size }, chip);
  return tables;
};
