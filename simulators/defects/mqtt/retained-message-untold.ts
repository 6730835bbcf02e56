import type { Defect } from '../defect.ts';

export const retainedMessageUntold: Defect = {
  name: 'retained-message-untold',
  area: 'mqtt',
  suffering: 'A message that was kept for the board is acknowledged and not told.',
  plant: () => ({ mqtt: { deliver: (part, { retain }) => (retain ? [] : [part]) } }),
};
