import type { Defect } from '../defect.ts';

const HOUR = 60;

export const zoneWithoutMinutes: Defect = {
  name: 'zone-without-minutes',
  area: 'clock',
  suffering: 'Zones with minutes count as whole hours: India is half an hour off.',
  releases: ['3.4.0.0'],
  plant: () => ({ clock: { zone: (minutes) => Math.trunc(minutes / HOUR) * HOUR } }),
};
