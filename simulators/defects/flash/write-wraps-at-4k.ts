import { SECTOR_BYTES } from '../../esp-at/flash/nor-flash.ts';
import type { Defect } from '../defect.ts';

const wrapped = (sent: Buffer): Buffer => {
  const sector = Buffer.from(sent.subarray(0, SECTOR_BYTES));
  for (let at = SECTOR_BYTES; at < sent.length; at += 1) {
    const place = at % SECTOR_BYTES;
    sector[place] = (sector[place] ?? 0) & (sent[at] ?? 0);
  }
  return sector;
};

export const writeWrapsAt4k: Defect = {
  name: 'write-wraps-at-4k',
  area: 'flash',
  suffering:
    'What is written behind the first 4 KB lands at their beginning again, and spoils both.',
  plant: () => ({ flash: { written: wrapped } }),
};
