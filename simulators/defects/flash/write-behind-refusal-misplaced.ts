import type { FlashRequest } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

const isPastEnd = ({ partition, offset, length }: FlashRequest): boolean =>
  partition !== undefined && offset + length > partition.size;

export const writeBehindRefusalMisplaced: Defect = {
  name: 'write-behind-refusal-misplaced',
  area: 'flash',
  suffering: 'The first write behind one that was refused goes to the beginning of its partition.',
  plant: () => {
    let isBehind = false;
    return {
      flash: {
        request: (asked) => {
          if (asked.operation !== 'write') return asked;
          const taken = isBehind ? { ...asked, offset: 0 } : asked;
          isBehind = isPastEnd(asked);
          return taken;
        },
      },
    };
  },
};
