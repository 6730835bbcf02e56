import type { Defect } from '../defect.ts';

export const emptyMessageUntold: Defect = {
  name: 'empty-message-untold',
  area: 'mqtt',
  suffering: 'A message with nothing in it is acknowledged and not told.',
  plant: () => ({ mqtt: { deliver: (part) => (part.payload.length === 0 ? [] : [part]) } }),
};
