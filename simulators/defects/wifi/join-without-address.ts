import type { Defect } from '../defect.ts';

export const joinWithoutAddress: Defect = {
  name: 'join-without-address',
  area: 'wifi',
  suffering:
    'A join is answered OK though no address ever came: the host goes on, and every connection fails for no reason.',
  plant: () => ({ wifi: { failure: (found) => (found === 'no-address' ? undefined : found) } }),
};
