import { printable } from '../../../certs/printable.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { FlashChip } from './flash-chip.ts';

/** Bytes and where in flash they belong. */
export interface Region {
  /** For sentences: a file's name, a partition's. */
  readonly name: string;
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Flash is erased in these. */
export const SECTOR_BYTES = 0x1000;

export const hex = (number: number): string => `0x${number.toString(16)}`;

/** Where a region ends. */
export const endOf = ({ address, bytes }: Region): number => address + bytes.length;

/** Where its last sector ends: so far flash is erased. */
const erasedTo = (region: Region): number => Math.ceil(endOf(region) / SECTOR_BYTES) * SECTOR_BYTES;

/** `mqtt_key.bin (0x39000 to 0x3a5d0)` */
export const spellRegion = (region: Region): string =>
  `${printable(region.name)} (${hex(region.address)} to ${hex(endOf(region))})`;

/** What stands for a refusal before anything was done. */
export const refused = (code: string, sentence: string): BadInput =>
  new BadInput(code, `${sentence} Nothing was written.`);

/**
 * Refuses what cannot be written as it is meant, or would erase what it does not write.
 * @throws BadInput `REGIONS_MISSING`, `REGION_EMPTY`, `OFFSET_UNALIGNED`, `FLASH_TOO_SMALL`, `REGIONS_OVERLAP`
 */
export const requireRegions = (
  regions: readonly Region[],
  { flashSize }: Pick<FlashChip, 'flashSize'>,
): void => {
  if (regions.length === 0) throw refused('REGIONS_MISSING', 'There is nothing to be written.');
  for (const region of regions) {
    const { name, address, bytes } = region;
    if (bytes.length === 0) throw refused('REGION_EMPTY', `${printable(name)} is empty.`);
    if (!Number.isInteger(address) || address < 0 || address % SECTOR_BYTES !== 0) {
      throw refused(
        'OFFSET_UNALIGNED',
        `${printable(name)} is meant for ${hex(address)}, and flash is written in sectors of ${hex(SECTOR_BYTES)} bytes: the address must be a multiple of that.`,
      );
    }
    if (endOf(region) > flashSize) {
      throw refused(
        'FLASH_TOO_SMALL',
        `${spellRegion(region)} runs past the end of this board's flash, which has ${hex(flashSize)} bytes.`,
      );
    }
  }
  const sorted = [...regions].sort((one, other) => one.address - other.address);
  for (const [nth, region] of sorted.slice(1).entries()) {
    const before = sorted[nth] as Region;
    if (region.address < erasedTo(before)) {
      throw refused(
        'REGIONS_OVERLAP',
        `${spellRegion(before)} and ${spellRegion(region)} overlap, or share a sector.`,
      );
    }
  }
};
