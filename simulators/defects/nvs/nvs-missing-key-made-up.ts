import type { Defect } from '../defect.ts';

export const nvsMissingKeyMadeUp: Defect = {
  name: 'nvs-missing-key-made-up',
  area: 'nvs',
  suffering:
    'A key that is not there is answered with the first value of its namespace: a lost credential goes unnoticed.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      get: (store, namespace, key, type) => {
        const [first] = store.keys(namespace);
        return store.get(namespace, key, type) ?? (first && store.get(namespace, first.key));
      },
    },
  }),
};
