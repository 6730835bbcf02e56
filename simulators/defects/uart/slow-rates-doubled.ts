import type { Defect } from '../defect.ts';

const SLOW_BAUD = 19_200;

export const slowRatesDoubled: Defect = {
  name: 'slow-rates-doubled',
  area: 'uart',
  suffering:
    'Told to be slow, for a long wire, the port runs at twice the rate and nothing on it can be read.',
  plant: () => ({
    uart: { line: (set) => (set.baud < SLOW_BAUD ? { ...set, baud: 2 * set.baud } : set) },
  }),
};
