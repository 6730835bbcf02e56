import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const withoutEnd = (asked: FlashRequest): FlashRequest => {
  const { partition, offset, length } = asked;
  if (!partition) return asked;
  return { ...asked, partition: { ...partition, size: Math.max(partition.size, offset + length) } };
};

export const writePastEndOk: Defect = {
  name: 'write-past-end-ok',
  area: 'flash',
  suffering:
    'An image larger than its partition is written all the same, over the beginning of what stands behind it.',
  plant: () => ({ flash: { request: withoutEnd } }),
};
