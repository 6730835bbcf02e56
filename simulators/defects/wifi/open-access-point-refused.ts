import type { Defect } from '../defect.ts';

export const openAccessPointRefused: Defect = {
  name: 'open-access-point-refused',
  area: 'wifi',
  suffering:
    'A network without a password cannot be joined, as the board asks for a lock that is not there.',
  plant: () => ({
    wifi: {
      join: (right) =>
        right.accessPoint?.security === 'open' ? { failure: 'no-access-point' } : right,
    },
  }),
};
