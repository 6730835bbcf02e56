import type { Defect } from '../defect.ts';

export const neverRejoins: Defect = {
  name: 'never-rejoins',
  area: 'wifi',
  suffering:
    'A board stays away when its access point has been off for a moment, until somebody comes by.',
  plant: () => ({ wifi: { comesBack: () => false } }),
};
