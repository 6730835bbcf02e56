import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const fromTheBeginning = (asked: FlashRequest): FlashRequest =>
  asked.operation === 'read' ? { ...asked, offset: 0 } : asked;

export const readOffsetIgnored: Defect = {
  name: 'read-offset-ignored',
  area: 'flash',
  suffering:
    'Every read begins with the partition: a host that reads in pieces gets the first one again and again.',
  plant: () => ({ flash: { request: fromTheBeginning } }),
};
