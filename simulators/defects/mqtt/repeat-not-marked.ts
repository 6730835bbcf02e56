import type { Defect } from '../defect.ts';

export const repeatNotMarked: Defect = {
  name: 'repeat-not-marked',
  area: 'mqtt',
  suffering: 'A repeated message is not marked as that: the cloud takes it for another.',
  plant: () => ({
    mqtt: { send: (packet) => [packet.cmd === 'publish' ? { ...packet, dup: false } : packet] },
  }),
};
