import { SECTOR_BYTES } from '../../esp-at/flash/nor-flash.ts';
import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const wholeSectors = (asked: FlashRequest): FlashRequest => {
  if (asked.operation !== 'erase') return asked;
  const offset = asked.offset - (asked.offset % SECTOR_BYTES);
  const end = Math.ceil((asked.offset + asked.length) / SECTOR_BYTES) * SECTOR_BYTES;
  return { ...asked, offset, length: end - offset };
};

export const unalignedEraseOk: Defect = {
  name: 'unaligned-erase-ok',
  area: 'flash',
  suffering:
    'An erase that does not begin and end with a sector is rounded to whole ones: a neighbour is wiped, and OK is said.',
  plant: () => ({ flash: { request: wholeSectors } }),
};
