import type { Defect } from '../defect.ts';

export const wifiStateStale: Defect = {
  name: 'wifi-state-stale',
  area: 'wifi',
  suffering: 'AT+CWSTATE? tells of the board that has left its access point that it is joined.',
  plant: () => ({ wifi: { state: (right) => (right === 4 ? 2 : right) } }),
};
