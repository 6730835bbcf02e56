import type { Defect } from '../defect.ts';

export const scanShowsAllOpen: Defect = {
  name: 'scan-shows-all-open',
  area: 'wifi',
  suffering: 'A person is told that a Wi-Fi has no lock, and joins without a password in vain.',
  plant: () => ({
    shell: {
      say: (said) =>
        Buffer.from(said.toString('latin1').replace(/\+CWLAP:\(\d+/g, '+CWLAP:(0'), 'latin1'),
    },
  }),
};
