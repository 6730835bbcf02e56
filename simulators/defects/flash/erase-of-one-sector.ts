import { SECTOR_BYTES } from '../../esp-at/flash/nor-flash.ts';
import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const oneSector = (asked: FlashRequest): FlashRequest =>
  asked.operation === 'erase' && asked.partition
    ? { ...asked, length: Math.min(asked.length, SECTOR_BYTES) }
    : asked;

export const eraseOfOneSector: Defect = {
  name: 'erase-of-one-sector',
  area: 'flash',
  suffering:
    'However much is to be erased, only the first 4 KB are: a large image is written over the end of an older one.',
  plant: () => ({ flash: { request: oneSector } }),
};
