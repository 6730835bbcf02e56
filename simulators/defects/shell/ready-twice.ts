import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const readyTwice: Defect = {
  name: 'ready-twice',
  area: 'shell',
  suffering: 'A host takes the second ready for another restart, and begins all over.',
  plant: () => ({
    shell: {
      say: reworded((text) => text.replace(/\r\nready\r\n/, '\r\nready\r\n\r\nready\r\n')),
    },
  }),
};
