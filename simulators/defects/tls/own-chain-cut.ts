import type { Defect } from '../defect.ts';

export const ownChainCut: Defect = {
  name: 'own-chain-cut',
  area: 'tls',
  suffering:
    'Where devices have an authority of their own, the cloud does not find who issued the certificate.',
  plant: () => ({
    tls: {
      credentials: ({ certificate, ...others }) => {
        const text = Buffer.from(certificate ?? []).toString();
        const second = text.indexOf('-----BEGIN', 1);
        return {
          ...others,
          certificate: second > 0 ? Buffer.from(text.slice(0, second)) : certificate,
        };
      },
    },
  }),
};
