import type { Defect } from '../defect.ts';

export const wifiAddressUntold: Defect = {
  name: 'wifi-address-untold',
  area: 'wifi',
  suffering: 'WIFI GOT IP never comes: a host that waits for it waits for ever.',
  plant: () => ({ wifi: { line: (text) => (text.startsWith('WIFI GOT IP') ? undefined : text) } }),
};
