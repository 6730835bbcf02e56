import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const partitionSizeDoubled: Defect = {
  name: 'partition-size-doubled',
  area: 'flash',
  suffering: 'A host takes a file for one that fits, and writes over what stands behind.',
  plant: () => ({
    shell: {
      say: reworded((text) =>
        text.replace(/("fatfs",\d+,\d+,0x[0-9a-f]+),0x[0-9a-f]+/, '$1,0x120000'),
      ),
    },
  }),
};
