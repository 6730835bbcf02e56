import type { Defect } from '../defect.ts';

const upToNul = (payload: Buffer): Buffer => {
  const end = payload.indexOf(0);
  return end < 0 ? payload : payload.subarray(0, end);
};

export const payloadEndsAtNul: Defect = {
  name: 'payload-ends-at-nul',
  area: 'mqtt',
  suffering:
    'A message with a NUL goes out up to there: binary payloads arrive as their beginning.',
  plant: () => ({
    mqtt: {
      publish: (asked) => ({ ...asked, payload: upToNul(asked.payload) }),
    },
  }),
};
