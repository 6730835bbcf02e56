import type { Defect } from '../defect.ts';

export const lineLimit512: Defect = {
  name: 'line-limit-512',
  area: 'shell',
  suffering:
    'A command line over the limit is taken, and written over whatever stands behind its buffer.',
  plant: () => ({ shell: { lineLimitBytes: 512 } }),
};
