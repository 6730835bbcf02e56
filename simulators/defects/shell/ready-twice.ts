import type { Defect } from '../defect.ts';

export const readyTwice: Defect = {
  name: 'ready-twice',
  area: 'shell',
  suffering: 'A host takes the second ready for another restart, and begins all over.',
  plant: () => ({
    shell: {
      say: (said) =>
        Buffer.from(
          said.toString('latin1').replace(/\r\nready\r\n/, '\r\nready\r\n\r\nready\r\n'),
          'latin1',
        ),
    },
  }),
};
