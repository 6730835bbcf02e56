import type { Defect } from '../defect.ts';

export const receivedTopicCutAt100: Defect = {
  name: 'received-topic-cut-at-100',
  area: 'mqtt',
  suffering: 'A device does not know its own topic again, and drops its jobs.',
  plant: () => ({ mqtt: { deliver: (part) => [{ ...part, topic: part.topic.slice(0, 100) }] } }),
};
