import type { Defect } from '../defect.ts';

export const addressToldFirst: Defect = {
  name: 'address-told-first',
  area: 'wifi',
  suffering:
    'WIFI GOT IP is printed before there is an address: the first connection of each start fails.',
  plant: () => ({
    wifi: {
      line: (text) => {
        if (text.startsWith('WIFI CONNECTED')) return `WIFI GOT IP\r\n${text}`;
        return text.startsWith('WIFI GOT IP') ? undefined : text;
      },
    },
  }),
};
