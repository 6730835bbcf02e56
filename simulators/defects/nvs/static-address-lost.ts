import type { Defect } from '../defect.ts';

export const staticAddressLost: Defect = {
  name: 'static-address-lost',
  area: 'nvs',
  suffering: 'A board without DHCP is not found any more when it has restarted.',
  plant: () => ({
    settings: {
      change: (asked) => ('stationAddress' in asked.change ? { ...asked, isStored: false } : asked),
    },
  }),
};
