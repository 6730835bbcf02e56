import type { Defect } from '../defect.ts';

export const clientCertificateUnsent: Defect = {
  name: 'client-certificate-unsent',
  area: 'tls',
  suffering:
    'The board shows the cloud no certificate: it is turned away, and its host looks for the cause at the cloud.',
  plant: () => ({ tls: { hasIdentity: () => false } }),
};
