import type { Defect } from '../defect.ts';

export const zoneIgnored: Defect = {
  name: 'zone-ignored',
  area: 'clock',
  suffering:
    'The time zone is taken and not heeded: what is logged and switched by local time is hours off.',
  plant: () => ({ clock: { zone: () => 0 } }),
};
