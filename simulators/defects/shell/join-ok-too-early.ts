import type { Defect } from '../defect.ts';

export const joinOkTooEarly: Defect = {
  name: 'join-ok-too-early',
  area: 'shell',
  suffering:
    'AT+CWJAP says OK before the board has an address: what its host does next fails now and then.',
  plant: () => ({ shell: { isHasty: (line) => line.toUpperCase().startsWith('AT+CWJAP=') } }),
};
