import type { Defect } from '../defect.ts';

export const smallLettersRefused: Defect = {
  name: 'small-letters-refused',
  area: 'shell',
  suffering: 'Commands in small letters are not understood any more, as many hosts send them.',
  plant: () => ({ shell: { line: (line) => (line.startsWith('at') ? 'AT+' : line) } }),
};
