import type { Defect } from '../defect.ts';

export const clientCertificateShownOnce: Defect = {
  name: 'client-certificate-shown-once',
  area: 'tls',
  suffering:
    'Only the first connection shows a certificate: behind each loss the board is turned away until it is restarted.',
  plant: () => {
    let shown = 0;
    return {
      tls: {
        hasIdentity: (right) => {
          shown += Number(right);
          return right && shown === 1;
        },
      },
    };
  },
};
