import type { Defect } from '../defect.ts';

export const givesUpAtRefusal: Defect = {
  name: 'gives-up-at-refusal',
  area: 'reconnect',
  suffering:
    'A board whose first attempt to come back fails makes no other: behind an outage the fleet stays offline.',
  plant: () => ({ mqtt: { triesAgain: () => false } }),
};
