import type { Defect } from '../defect.ts';

export const futureServerAccepted: Defect = {
  name: 'future-server-accepted',
  area: 'tls',
  suffering:
    'A certificate that is not valid yet is taken: a board without the time talks to anybody who has an old key.',
  plant: () => ({
    tls: { faults: (found) => new Set([...found].filter((fault) => fault !== 'not-yet-valid')) },
  }),
};
