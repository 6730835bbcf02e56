import type { Defect } from '../defect.ts';

const SECTOR_BYTES = 4_096;

export const writeAcrossSectorsWraps: Defect = {
  name: 'write-across-sectors-wraps',
  area: 'flash',
  suffering:
    'A file that is written in pieces is broken where a piece crosses from one sector to the next.',
  plant: () => ({
    flash: {
      program: (chip, address, data) => {
        const room = SECTOR_BYTES - (address % SECTOR_BYTES);
        if (room === SECTOR_BYTES || data.length <= room) {
          chip.program(address, data);
          return;
        }
        chip.program(address, data.subarray(0, room));
        chip.program(address - (address % SECTOR_BYTES), data.subarray(room));
      },
    },
  }),
};
