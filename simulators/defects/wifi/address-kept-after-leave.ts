import type { Address } from '../../esp-at/settings.ts';
import type { Defect } from '../defect.ts';

export const addressKeptAfterLeave: Defect = {
  name: 'address-kept-after-leave',
  area: 'wifi',
  suffering:
    'AT+CIPSTA? tells the address of a network that the board has left: a host takes it for online.',
  plant: () => {
    let last: Address | undefined;
    return {
      wifi: {
        address: (held) => {
          last = held ?? last;
          return last;
        },
      },
    };
  },
};
