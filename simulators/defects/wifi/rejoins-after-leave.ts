import type { Defect } from '../defect.ts';

export const rejoinsAfterLeave: Defect = {
  name: 'rejoins-after-leave',
  area: 'wifi',
  suffering: 'A board that was told to leave joins again by itself.',
  plant: () => ({ wifi: { comesBack: () => true } }),
};
