import type { Defect } from '../defect.ts';

const HEX = /[=,]0x/i;
const UNKNOWN = 'AT+NOTHING';

export const hexNumbersRefused: Defect = {
  name: 'hex-numbers-refused',
  area: 'shell',
  suffering:
    'Places of flash are refused as parameters when they are spelled as the board itself tells them.',
  plant: () => ({ shell: { line: (line) => (HEX.test(line) ? UNKNOWN : line) } }),
};
