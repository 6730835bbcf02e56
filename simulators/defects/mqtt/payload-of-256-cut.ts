import type { Defect } from '../defect.ts';

export const payloadOf256Cut: Defect = {
  name: 'payload-of-256-cut',
  area: 'mqtt',
  suffering: 'A message of a certain length lacks its last byte.',
  plant: () => ({
    mqtt: {
      publish: (asked) => ({
        ...asked,
        payload: asked.payload.length === 256 ? asked.payload.subarray(0, -1) : asked.payload,
      }),
    },
  }),
};
