import type { Defect } from '../defect.ts';

export const nvsNamespaceEraseSparesLast: Defect = {
  name: 'nvs-namespace-erase-spares-last',
  area: 'nvs',
  suffering:
    'Erasing a namespace leaves its last key: the private key of a device that was sold on stays in it.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      eraseNamespace: (store, namespace) => {
        for (const { key } of store.keys(namespace).slice(0, -1)) store.erase(namespace, key);
      },
    },
  }),
};
