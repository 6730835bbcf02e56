import type { Defect } from '../defect.ts';

const RESULT = '\r\nOK\r\n';

export const payloadEndsAtOk: Defect = {
  name: 'payload-ends-at-ok',
  area: 'mqtt',
  suffering: 'A message that holds the text of a result arrives only up to there.',
  plant: () => ({
    mqtt: {
      deliver: ({ topic, payload }) => {
        const end = payload.indexOf(RESULT);
        return [{ topic, payload: end < 0 ? payload : payload.subarray(0, end) }];
      },
    },
  }),
};
