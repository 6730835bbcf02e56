import type { Defect } from '../defect.ts';

export const pubackBeforeDelivery: Defect = {
  name: 'puback-before-delivery',
  area: 'mqtt',
  suffering:
    'A message is acknowledged when it begins: when the power goes in the middle of it, it is lost.',
  plant: () => ({ mqtt: { acknowledgesFirst: true } }),
};
