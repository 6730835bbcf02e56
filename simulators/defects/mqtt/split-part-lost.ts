import type { Defect } from '../defect.ts';

export const splitPartLost: Defect = {
  name: 'split-part-lost',
  area: 'mqtt',
  suffering: 'The last part of a long message is lost when it is shorter than 16 bytes.',
  plant: () => ({
    mqtt: { deliver: (part, { offset }) => (offset > 0 && part.payload.length < 16 ? [] : [part]) },
  }),
};
