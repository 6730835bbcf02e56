import type { Defect } from '../defect.ts';

export const slot0AlwaysUsed: Defect = {
  name: 'slot-0-always-used',
  area: 'tls',
  suffering:
    'Whatever set of credentials a link is told to use, it uses the first: the cloud takes one device for another.',
  plant: () => ({ tls: { set: () => 0 } }),
};
