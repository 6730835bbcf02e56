import type { Defect } from '../defect.ts';

export const wifiLossUntold: Defect = {
  name: 'wifi-loss-untold',
  area: 'wifi',
  suffering: 'The end of the Wi-Fi is not told: a host believes its device online until it asks.',
  plant: () => ({
    wifi: { line: (text) => (text.startsWith('WIFI DISCONNECT') ? undefined : text) },
  }),
};
