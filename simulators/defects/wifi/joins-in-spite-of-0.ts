import type { Defect } from '../defect.ts';

export const joinsInSpiteOf0: Defect = {
  name: 'joins-in-spite-of-0',
  area: 'wifi',
  suffering:
    'AT+CWAUTOCONN=0 is not heeded: a board joins by itself where its host wants to choose the network.',
  plant: () => ({ wifi: { joinsAtBoot: () => true } }),
};
