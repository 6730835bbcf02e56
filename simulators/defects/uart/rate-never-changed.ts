import type { Defect } from '../defect.ts';

const FIXED_BAUD = 115_200;

export const rateNeverChanged: Defect = {
  name: 'rate-never-changed',
  area: 'uart',
  suffering:
    'AT+UART_CUR says OK and changes nothing: a host that goes on at the new rate has lost its board.',
  plant: () => ({ uart: { line: (set) => ({ ...set, baud: FIXED_BAUD }) } }),
};
