import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const newlineTranslated: Defect = {
  name: 'newline-translated',
  area: 'uart',
  suffering:
    'A line feed goes out as CR LF also where it is data: what is read is longer than what was announced.',
  plant: () => ({
    uart: {
      send: reworded((text) => text.replaceAll(/(?<!\r)\n/g, '\r\n')),
    },
  }),
};
