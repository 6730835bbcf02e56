import type { Defect } from '../defect.ts';

export const clientCertificateAlwaysSent: Defect = {
  name: 'client-certificate-always-sent',
  area: 'tls',
  suffering: 'The board shows its certificate to whoever asks, also where it was to stay unknown.',
  plant: () => ({ tls: { hasIdentity: () => true } }),
};
