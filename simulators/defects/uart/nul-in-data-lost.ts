import type { Defect } from '../defect.ts';

export const nulInDataLost: Defect = {
  name: 'nul-in-data-lost',
  area: 'uart',
  suffering:
    'Data is taken for text: a byte 0 in it does not count, and the board waits for as many more.',
  plant: () => ({ raw: { arrive: (piece) => Buffer.from(piece.filter((byte) => byte !== 0)) } }),
};
