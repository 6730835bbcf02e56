import type { Defect } from '../defect.ts';

export const unsubscribeOfNothing: Defect = {
  name: 'unsubscribe-of-nothing',
  area: 'mqtt',
  suffering: 'A cancelled topic goes on sending: the board says OK, and cancels another.',
  plant: () => ({
    mqtt: {
      send: (packet) => [
        packet.cmd === 'unsubscribe' ? { ...packet, unsubscriptions: ['nobody/has/this'] } : packet,
      ],
    },
  }),
};
