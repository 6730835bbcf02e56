import type { Defect } from '../defect.ts';

export const oldTlsOffered: Defect = {
  name: 'old-tls-offered',
  area: 'tls',
  suffering: 'TLS 1.0 is spoken again: who sits in between makes a board use it, and reads along.',
  releases: ['3.4.0.0'],
  plant: () => ({
    tls: {
      profile: (right) => ({
        ...right,
        minVersion: 'TLSv1',
        signatureAlgorithms: [...right.signatureAlgorithms, 'RSA+SHA1'],
      }),
    },
  }),
};
