import type { Defect } from '../defect.ts';

const BUFFER_BYTES = 16;

export const echoDamaged: Defect = {
  name: 'echo-damaged',
  area: 'shell',
  suffering:
    'Of a long command the echo shows the beginning alone: a terminal program shows what was never typed.',
  plant: () => ({ shell: { echo: (right) => right.subarray(0, BUFFER_BYTES) } }),
};
