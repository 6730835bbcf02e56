import type { Defect } from '../defect.ts';

export const ownAccessPointLost: Defect = {
  name: 'own-access-point-lost',
  area: 'nvs',
  suffering:
    'The name and password that the board’s own access point was given are forgotten at the next start.',
  plant: () => ({
    settings: {
      change: (asked) => (asked.change.ownAccessPoint ? { ...asked, isStored: false } : asked),
    },
  }),
};
