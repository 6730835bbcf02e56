import type { Defect } from '../defect.ts';

/** Long enough for a whole write, in milliseconds of the firmware's time. */
const LATE_MS = 4_000;

export const eraseBehindItsOk: Defect = {
  name: 'erase-behind-its-ok',
  area: 'flash',
  suffering:
    'OK is said when an erase is begun: what a quick host writes then is erased with the rest.',
  plant: (board) => ({
    flash: {
      erase: (chip, address, length) => board.after(LATE_MS, () => chip.erase(address, length)),
    },
  }),
};
