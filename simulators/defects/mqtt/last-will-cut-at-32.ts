import type { Defect } from '../defect.ts';

const LONGEST = 32;

export const lastWillCutAt32: Defect = {
  name: 'last-will-cut-at-32',
  area: 'mqtt',
  suffering: 'Of a last will 32 bytes are sent, and who reads it as JSON gets nothing.',
  plant: () => ({
    mqtt: {
      send: (packet) => {
        if (packet.cmd !== 'connect' || !packet.will) return [packet];
        const payload = Buffer.from(packet.will.payload).subarray(0, LONGEST);
        return [{ ...packet, will: { ...packet.will, payload } }];
      },
    },
  }),
};
