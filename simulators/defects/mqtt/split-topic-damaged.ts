import type { Defect } from '../defect.ts';

export const splitTopicDamaged: Defect = {
  name: 'split-topic-damaged',
  area: 'mqtt',
  suffering:
    'The later parts of a long message come under a topic that ends with what stood in the buffer (esp-at issue 686).',
  plant: () => ({
    mqtt: {
      deliver: (part, { offset }) => [
        offset === 0 ? part : { ...part, topic: `${part.topic.slice(0, -2)}\x01?` },
      ],
    },
  }),
};
