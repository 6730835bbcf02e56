import type { Defect } from '../defect.ts';

export const intervalIgnored: Defect = {
  name: 'interval-ignored',
  area: 'clock',
  suffering: 'A clock that shall be set every minute drifts for an hour.',
  releases: ['3.4.0.0'],
  plant: () => ({ clock: { interval: () => 3_600 } }),
};
