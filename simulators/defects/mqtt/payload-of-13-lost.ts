import type { Defect } from '../defect.ts';

const UNLUCKY = 13;

export const payloadOf13Lost: Defect = {
  name: 'payload-of-13-lost',
  area: 'mqtt',
  suffering: 'Messages of one certain length are lost on their way out, though the board says OK.',
  plant: () => ({
    mqtt: {
      send: (packet) =>
        packet.cmd === 'publish' && packet.payload.length === UNLUCKY ? [] : [packet],
    },
  }),
};
