import type { Defect } from '../../defect.ts';

export const leafAcceptedAsAuthority: Defect = {
  name: 'leaf-accepted-as-authority',
  area: 'tls',
  suffering: 'Whoever has any certificate of the authority can be any server.',
  plant: () => ({
    tls: {
      faults: (found, { presented: [own, above], trusted }) => {
        const isBelowLeaf =
          own !== undefined &&
          above !== undefined &&
          !above.ca &&
          own.verify(above.publicKey) &&
          trusted.some(({ publicKey }) => above.verify(publicKey));
        return new Set([...found].filter((fault) => !isBelowLeaf || fault !== 'not-trusted'));
      },
    },
  }),
};
