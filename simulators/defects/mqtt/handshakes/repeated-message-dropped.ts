import type { Defect } from '../../defect.ts';

export const repeatedMessageDropped: Defect = {
  name: 'repeated-message-dropped',
  area: 'mqtt',
  suffering:
    'A message that the cloud had to send again is dropped as one that came before, which it did not.',
  plant: () => ({ mqtt: { deliver: (part, { dup }) => (dup ? [] : [part]) } }),
};
