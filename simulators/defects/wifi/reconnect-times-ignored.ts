import type { Defect } from '../defect.ts';

export const reconnectTimesIgnored: Defect = {
  name: 'reconnect-times-ignored',
  area: 'wifi',
  suffering: 'A board on batteries that shall try a few times tries until they are empty.',
  plant: () => ({
    settings: {
      change: (asked) => {
        const { rejoin } = asked.change;
        if (!rejoin) return asked;
        return { ...asked, change: { ...asked.change, rejoin: { ...rejoin, times: 0 } } };
      },
    },
  }),
};
