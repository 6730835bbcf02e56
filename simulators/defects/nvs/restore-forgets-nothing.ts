import type { Defect } from '../defect.ts';

export const restoreForgetsNothing: Defect = {
  name: 'restore-forgets-nothing',
  area: 'nvs',
  suffering: 'A board that is passed on still joins the Wi-Fi of whoever had it.',
  plant: () => ({ shell: { line: (line) => (line === 'AT+RESTORE' ? 'AT+RST' : line) } }),
};
