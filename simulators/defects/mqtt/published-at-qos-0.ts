import type { Defect } from '../defect.ts';

export const publishedAtQos0: Defect = {
  name: 'published-at-qos-0',
  area: 'mqtt',
  suffering: 'Every message goes out at QoS 0: OK says nothing of whether it came.',
  plant: () => ({
    mqtt: {
      publish: (asked) => ({ ...asked, qos: 0 }),
    },
  }),
};
