import type { Defect } from '../defect.ts';

export const accessPointAddressIgnored: Defect = {
  name: 'access-point-address-ignored',
  area: 'wifi',
  suffering: 'A board that was told which of two access points to take is in the other.',
  plant: () => ({ wifi: { request: ({ ssid, password }) => ({ ssid, password }) } }),
};
