import type { Defect } from '../defect.ts';

export const anyServerAccepted: Defect = {
  name: 'any-server-accepted',
  area: 'tls',
  suffering: 'Whoever stands between board and cloud reads along, and nobody notices.',
  plant: () => ({ tls: { faults: () => new Set() } }),
};
