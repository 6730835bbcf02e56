import type { Defect } from '../defect.ts';

const escaped = (payload: Buffer): Buffer =>
  Buffer.from(payload.toString('latin1').replaceAll('"', '\\"'), 'latin1');

export const quotesEscaped: Defect = {
  name: 'quotes-escaped',
  area: 'mqtt',
  suffering: 'The backslashes that the AT port wants stay in the message: JSON with them is none.',
  plant: () => ({
    mqtt: {
      publish: (asked) => ({ ...asked, payload: escaped(asked.payload) }),
    },
  }),
};
