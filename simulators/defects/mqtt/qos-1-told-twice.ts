import type { Defect } from '../defect.ts';

export const qos1ToldTwice: Defect = {
  name: 'qos-1-told-twice',
  area: 'mqtt',
  suffering: 'Each message of QoS 1 is told twice: what it orders is done twice.',
  plant: () => ({ mqtt: { deliver: (part, { qos }) => (qos === 1 ? [part, part] : [part]) } }),
};
