import type { Defect } from '../defect.ts';

export const nvsNamespaceUnlisted: Defect = {
  name: 'nvs-namespace-unlisted',
  area: 'nvs',
  suffering: 'A host that looks where credentials are finds no key.',
  releases: ['3.4.0.0'],
  plant: () => ({
    shell: {
      say: (said) =>
        Buffer.from(said.toString('latin1').replace(/\+SYSMFG:"mqtt_key"\r\n/, ''), 'latin1'),
    },
  }),
};
