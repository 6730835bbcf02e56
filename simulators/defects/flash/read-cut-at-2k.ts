import type { Defect } from '../defect.ts';

const BUFFER_BYTES = 2_048;

export const readCutAt2k: Defect = {
  name: 'read-cut-at-2k',
  area: 'flash',
  suffering: 'A read gives 2 KB at most, and fills up with what an erased chip would hold.',
  plant: () => ({
    flash: {
      answer: (stored) =>
        Buffer.alloc(stored.length, 0xff).fill(
          stored.subarray(0, BUFFER_BYTES),
          0,
          Math.min(stored.length, BUFFER_BYTES),
        ),
    },
  }),
};
