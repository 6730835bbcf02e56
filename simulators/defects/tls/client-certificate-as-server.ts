import type { Defect } from '../defect.ts';

export const clientCertificateAsServer: Defect = {
  name: 'client-certificate-as-server',
  area: 'tls',
  suffering: 'Whoever has the key of any device can play the cloud to all of them.',
  plant: () => ({
    tls: {
      faults: (found) => new Set([...found].filter((fault) => fault !== 'extended-key-usage')),
    },
  }),
};
