import { SECTOR_BYTES } from '../../esp-at/flash/nor-flash.ts';
import type { FlashChip } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const overwrite = (chip: FlashChip, address: number, data: Uint8Array): void => {
  const from = address - (address % SECTOR_BYTES);
  const to = Math.ceil((address + data.length) / SECTOR_BYTES) * SECTOR_BYTES;
  const sectors = chip.read(from, to - from);
  sectors.set(data, address - from);
  chip.erase(from, to - from);
  chip.program(from, sectors);
};

export const writingSetsBits: Defect = {
  name: 'writing-sets-bits',
  area: 'flash',
  suffering:
    'A write erases by itself what is in its way, sector for sector: a forgotten erase goes unnoticed until the fleet gets other firmware.',
  plant: () => ({ flash: { program: overwrite } }),
};
