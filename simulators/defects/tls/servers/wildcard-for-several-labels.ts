import type { Defect } from '../../defect.ts';

export const wildcardForSeveralLabels: Defect = {
  name: 'wildcard-for-several-labels',
  area: 'tls',
  suffering: 'A server of *.example.com is believed to be any.customer.example.com as well.',
  releases: ['3.4.0.0'],
  plant: () => ({
    tls: {
      faults: (found, { presented: [own], checkedName = '' }) => {
        const stars = (own?.subjectAltName ?? '').match(/(?<=DNS:\*)\.[^,]+/g) ?? [];
        const isBelow = stars.some((ending) => checkedName.endsWith(ending));
        return new Set([...found].filter((fault) => !isBelow || fault !== 'name-mismatch'));
      },
    },
  }),
};
