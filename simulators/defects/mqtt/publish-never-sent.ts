import type { Defect } from '../defect.ts';

export const publishNeverSent: Defect = {
  name: 'publish-never-sent',
  area: 'mqtt',
  suffering: 'A board says OK to what it was to publish, and the cloud gets nothing.',
  plant: () => ({
    mqtt: {
      send: (packet) => (packet.cmd === 'publish' && packet.qos === 0 ? [] : [packet]),
    },
  }),
};
