import type { Defect } from '../defect.ts';

export const serverBelievedForEver: Defect = {
  name: 'server-believed-for-ever',
  area: 'tls',
  suffering:
    'Behind one good connection servers are not looked at any more, as the session is taken for resumed.',
  plant: () => {
    let isBelieved = false;
    return {
      tls: {
        faults: (found) => {
          isBelieved ||= found.size === 0;
          return isBelieved ? new Set() : found;
        },
      },
    };
  },
};
