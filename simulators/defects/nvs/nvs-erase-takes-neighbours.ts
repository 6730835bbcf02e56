import type { Defect } from '../defect.ts';

export const nvsEraseTakesNeighbours: Defect = {
  name: 'nvs-erase-takes-neighbours',
  area: 'nvs',
  suffering:
    'Taking one key away takes all whose names begin like it: with a test value goes the identity beside it.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      erase: (store, namespace, key) => {
        store.erase(namespace, key);
        const alike = store.keys(namespace).filter((each) => each.key.startsWith(key));
        for (const each of alike) store.erase(namespace, each.key);
      },
    },
  }),
};
