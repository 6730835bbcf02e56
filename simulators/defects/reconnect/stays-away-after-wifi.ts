import type { Defect } from '../defect.ts';

export const staysAwayAfterWifi: Defect = {
  name: 'stays-away-after-wifi',
  area: 'reconnect',
  suffering: 'A board that loses its Wi-Fi joins again and never calls the cloud again.',
  plant: () => ({ mqtt: { reconnects: (asked, { cause }) => asked && cause === 'server' } }),
};
