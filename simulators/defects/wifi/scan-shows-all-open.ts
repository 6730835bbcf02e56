import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const scanShowsAllOpen: Defect = {
  name: 'scan-shows-all-open',
  area: 'wifi',
  suffering: 'A person is told that a Wi-Fi has no lock, and joins without a password in vain.',
  plant: () => ({
    shell: {
      say: reworded((text) => text.replace(/\+CWLAP:\(\d+/g, '+CWLAP:(0')),
    },
  }),
};
