import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const resultWithoutEmptyLine: Defect = {
  name: 'result-without-empty-line',
  area: 'shell',
  suffering:
    'OK follows its answer without the empty line between: hosts that look for the one do not find the other.',
  plant: () => ({
    shell: {
      say: reworded((text) => text.replace('\r\nOK\r\n', 'OK\r\n')),
    },
  }),
};
