import type { Defect } from '../defect.ts';

export const firstTimeServerAloneAsked: Defect = {
  name: 'first-time-server-alone-asked',
  area: 'clock',
  suffering: 'When the first time server is away the clock stays in 1970, whatever others are set.',
  plant: () => ({ clock: { servers: ([first = '']) => [first] } }),
};
