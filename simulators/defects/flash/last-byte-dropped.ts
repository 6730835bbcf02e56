import type { Defect } from '../defect.ts';

export const lastByteDropped: Defect = {
  name: 'last-byte-dropped',
  area: 'flash',
  suffering:
    'The last byte of a write is not programmed: a key that ends one byte early is no key, and the board says OK.',
  plant: () => ({ flash: { written: (sent) => sent.subarray(0, -1) } }),
};
