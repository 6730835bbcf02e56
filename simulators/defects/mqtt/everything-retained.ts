import type { Defect } from '../defect.ts';

export const everythingRetained: Defect = {
  name: 'everything-retained',
  area: 'mqtt',
  suffering:
    'Each message is kept by the cloud: devices act on commands of last week when they connect.',
  plant: () => ({
    mqtt: {
      publish: (asked) => ({ ...asked, retain: true }),
    },
  }),
};
