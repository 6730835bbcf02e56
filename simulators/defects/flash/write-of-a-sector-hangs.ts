import type { Defect } from '../defect.ts';

const SECTOR_BYTES = 4_096;

export const writeOfASectorHangs: Defect = {
  name: 'write-of-a-sector-hangs',
  area: 'flash',
  suffering: 'A write of exactly one sector is never answered, and the board has to be reset.',
  plant: (board) => ({
    flash: {
      written: (sent) => {
        if (sent.length === SECTOR_BYTES) board.hang();
        return sent;
      },
    },
  }),
};
