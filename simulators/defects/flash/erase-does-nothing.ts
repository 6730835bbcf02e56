import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const withoutWork = (asked: FlashRequest): FlashRequest =>
  asked.operation === 'erase' && asked.partition ? { ...asked, length: 0 } : asked;

export const eraseDoesNothing: Defect = {
  name: 'erase-does-nothing',
  area: 'flash',
  suffering:
    'AT+SYSFLASH=0 says OK and leaves everything as it is: what is written next is mixed with what stood there.',
  plant: () => ({ flash: { request: withoutWork } }),
};
