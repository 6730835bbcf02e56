import type { Defect } from '../defect.ts';

export const everythingSentTwice: Defect = {
  name: 'everything-sent-twice',
  area: 'mqtt',
  suffering: 'Each message of QoS 0 goes out twice: everything is counted double.',
  plant: () => ({
    mqtt: {
      send: (packet) =>
        packet.cmd === 'publish' && packet.qos === 0 ? [packet, packet] : [packet],
    },
  }),
};
