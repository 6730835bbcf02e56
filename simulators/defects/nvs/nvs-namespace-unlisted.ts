import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const nvsNamespaceUnlisted: Defect = {
  name: 'nvs-namespace-unlisted',
  area: 'nvs',
  suffering: 'A host that looks where credentials are finds no key.',
  releases: ['3.4.0.0'],
  plant: () => ({
    shell: {
      say: reworded((text) => text.replace(/\+SYSMFG:"mqtt_key"\r\n/, '')),
    },
  }),
};
