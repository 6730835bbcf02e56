import type { Defect } from '../defect.ts';

export const takeoverUnnoticed: Defect = {
  name: 'takeover-unnoticed',
  area: 'mqtt',
  suffering:
    'A board whose connection was ended by the cloud goes on telling that it is connected, and nobody hears from it.',
  plant: () => ({ mqtt: { overlooksLoss: true } }),
};
