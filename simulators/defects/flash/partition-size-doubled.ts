import type { Defect } from '../defect.ts';

export const partitionSizeDoubled: Defect = {
  name: 'partition-size-doubled',
  area: 'flash',
  suffering: 'A host takes a file for one that fits, and writes over what stands behind.',
  plant: () => ({
    shell: {
      say: (said) =>
        Buffer.from(
          said
            .toString('latin1')
            .replace(/("fatfs",\d+,\d+,0x[0-9a-f]+),0x[0-9a-f]+/, '$1,0x120000'),
          'latin1',
        ),
    },
  }),
};
