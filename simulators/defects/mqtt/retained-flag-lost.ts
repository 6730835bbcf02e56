import type { Defect } from '../defect.ts';

export const retainedFlagLost: Defect = {
  name: 'retained-flag-lost',
  area: 'mqtt',
  suffering: 'What is to be kept is not: who subscribes later hears nothing of the last state.',
  plant: () => ({
    mqtt: {
      publish: (asked) => ({ ...asked, retain: false }),
    },
  }),
};
