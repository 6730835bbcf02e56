import type { Defect } from '../defect.ts';

export const escapesKept: Defect = {
  name: 'escapes-kept',
  area: 'shell',
  suffering:
    'The backslash before a quote or a comma stays: every JSON message arrives with marks that nobody has sent.',
  plant: () => ({ shell: { line: (line) => line.replaceAll(/\\(.)/g, '\\\\\\$1') } }),
};
