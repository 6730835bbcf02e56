import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const versionCut: Defect = {
  name: 'version-cut',
  area: 'shell',
  suffering: 'Nobody can tell which build runs on a board, and faults are looked for in another.',
  plant: () => ({
    shell: {
      say: reworded((text) => text.replace(/compile time[\s\S]*?(?=\r\n\r\nOK)/, '')),
    },
  }),
};
