import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const fromTheBeginning = (asked: FlashRequest): FlashRequest =>
  asked.operation === 'write' ? { ...asked, offset: 0 } : asked;

export const writeOffsetIgnored: Defect = {
  name: 'write-offset-ignored',
  area: 'flash',
  suffering: 'A write to the middle of a partition lands at its beginning, over what stands there.',
  plant: () => ({ flash: { request: fromTheBeginning } }),
};
