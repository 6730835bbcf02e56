import type { Defect } from '../defect.ts';

export const expiredServerAccepted: Defect = {
  name: 'expired-server-accepted',
  area: 'tls',
  suffering: 'A certificate whose key got lost is good for ever.',
  plant: () => ({
    tls: { faults: (found) => new Set([...found].filter((fault) => fault !== 'expired')) },
  }),
};
