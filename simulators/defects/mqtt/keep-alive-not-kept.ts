import type { Defect } from '../defect.ts';

/** In keep-alives: hours, where it should be half of one. */
const FAR_TOO_LATE = 1000;

export const keepAliveNotKept: Defect = {
  name: 'keep-alive-not-kept',
  area: 'mqtt',
  suffering:
    'An idle board sends no ping: the cloud ends its connection again and again, and of a cloud that is gone it never hears.',
  releases: ['3.4.0.0'],
  plant: () => ({ mqtt: { times: (right) => ({ ...right, pingShare: FAR_TOO_LATE }) } }),
};
