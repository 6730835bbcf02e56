import type { Defect } from '../defect.ts';

export const wifiOtherBytesLost: Defect = {
  name: 'wifi-other-bytes-lost',
  area: 'wifi',
  suffering: 'Letters beyond ASCII are lost from the name of a network, and it is never found.',
  plant: () => ({
    wifi: { request: (asked) => ({ ...asked, ssid: asked.ssid.replace(/[\x80-\xff]/g, '') }) },
  }),
};
