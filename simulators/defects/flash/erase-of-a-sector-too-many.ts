import { SECTOR_BYTES } from '../../esp-at/flash/nor-flash.ts';
import type { FlashChip } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const wipe = (chip: FlashChip, address: number, length: number): void => {
  const more = length + SECTOR_BYTES;
  chip.erase(address, chip.holds(address, more) ? more : length);
};

export const eraseOfASectorTooMany: Defect = {
  name: 'erase-of-a-sector-too-many',
  area: 'flash',
  suffering:
    'An erase wipes 4 KB behind its end as well: where the partition ends there, its neighbour loses what it holds.',
  plant: () => ({ flash: { erase: (chip, address, length) => wipe(chip, address, length) } }),
};
