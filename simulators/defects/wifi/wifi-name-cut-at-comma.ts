import type { Defect } from '../defect.ts';

export const wifiNameCutAtComma: Defect = {
  name: 'wifi-name-cut-at-comma',
  area: 'wifi',
  suffering:
    'A name of a network with a comma is taken for what stands before it, and never found.',
  plant: () => ({
    wifi: { request: (asked) => ({ ...asked, ssid: asked.ssid.split(',', 1).join() }) },
  }),
};
