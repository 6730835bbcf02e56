import type { Defect } from '../defect.ts';

export const topicInLowerCase: Defect = {
  name: 'topic-in-lower-case',
  area: 'mqtt',
  suffering:
    'Topics are published to in lower case: what listens to sdk/test/Python hears nothing.',
  plant: () => ({
    mqtt: {
      send: (packet) => [
        packet.cmd === 'publish' ? { ...packet, topic: packet.topic.toLowerCase() } : packet,
      ],
    },
  }),
};
