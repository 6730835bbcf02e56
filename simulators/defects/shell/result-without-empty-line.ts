import type { Defect } from '../defect.ts';

export const resultWithoutEmptyLine: Defect = {
  name: 'result-without-empty-line',
  area: 'shell',
  suffering:
    'OK follows its answer without the empty line between: hosts that look for the one do not find the other.',
  plant: () => ({
    shell: {
      say: (said) => Buffer.from(said.toString('latin1').replace('\r\nOK\r\n', 'OK\r\n'), 'latin1'),
    },
  }),
};
