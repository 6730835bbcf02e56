import type { Packet } from 'mqtt-packet';
import type { Defect } from '../defect.ts';

const upToComma = (topic: string): string => topic.split(',', 1).join();

const cut = (packet: Packet): Packet =>
  packet.cmd === 'publish' ? { ...packet, topic: upToComma(packet.topic) } : packet;

export const topicCutAtComma: Defect = {
  name: 'topic-cut-at-comma',
  area: 'mqtt',
  suffering:
    'A message on a topic with a comma goes out, and comes in, under what stands before it.',
  plant: () => ({
    mqtt: {
      send: (packet) => [cut(packet)],
      deliver: ({ topic, payload }) => [{ topic: upToComma(topic), payload }],
    },
  }),
};
