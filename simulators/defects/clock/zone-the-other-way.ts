import type { Defect } from '../defect.ts';

export const zoneTheOtherWay: Defect = {
  name: 'zone-the-other-way',
  area: 'clock',
  suffering: 'The time zone is taken off instead of added: west is east.',
  plant: () => ({ clock: { zone: (minutes) => -minutes } }),
};
