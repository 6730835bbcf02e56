import type { Defect } from '../../defect.ts';

export const equalMessageSwallowed: Defect = {
  name: 'equal-message-swallowed',
  area: 'mqtt',
  suffering: 'Of two equal readings in a row the second is taken for a repeat, and not told.',
  plant: () => {
    let last: Buffer | undefined;
    return {
      mqtt: {
        deliver: (part, { offset }) => {
          const isEqual = offset === 0 && last?.equals(part.payload);
          if (offset === 0) last = part.payload;
          return isEqual ? [] : [part];
        },
      },
    };
  },
};
