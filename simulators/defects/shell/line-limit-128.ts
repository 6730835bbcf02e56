import type { Defect } from '../defect.ts';

export const lineLimit128: Defect = {
  name: 'line-limit-128',
  area: 'shell',
  suffering:
    'Command lines of more than 128 bytes are refused: long topics and passwords cannot be given any more.',
  plant: () => ({ shell: { lineLimitBytes: 128 } }),
};
