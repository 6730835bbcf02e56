import type { Defect } from '../defect.ts';

export const highBitLost: Defect = {
  name: 'high-bit-lost',
  area: 'mqtt',
  suffering:
    'The eighth bit is lost from what is told: umlauts and binary payloads come as other letters.',
  plant: () => ({
    mqtt: {
      deliver: ({ topic, payload }) => [
        { topic, payload: Buffer.from(payload.map((byte) => byte & 0x7f)) },
      ],
    },
  }),
};
