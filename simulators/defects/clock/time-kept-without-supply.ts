import type { Defect } from '../defect.ts';

export const timeKeptWithoutSupply: Defect = {
  name: 'time-kept-without-supply',
  area: 'clock',
  suffering:
    'A board without supply comes back with the time at which it was switched off, and takes certificates for valid that have expired.',
  plant: () => ({ clock: { keeps: () => true } }),
};
