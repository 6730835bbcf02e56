import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

const escaped = reworded((text) => text.replaceAll('"', '\\"'));

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
