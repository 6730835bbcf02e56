import type { Defect } from '../defect.ts';

export const versionCut: Defect = {
  name: 'version-cut',
  area: 'shell',
  suffering: 'Nobody can tell which build runs on a board, and faults are looked for in another.',
  plant: () => ({
    shell: {
      say: (said) =>
        Buffer.from(
          said.toString('latin1').replace(/compile time[\s\S]*?(?=\r\n\r\nOK)/, ''),
          'latin1',
        ),
    },
  }),
};
