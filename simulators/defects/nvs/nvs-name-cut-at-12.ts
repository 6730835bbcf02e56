import type { Defect } from '../defect.ts';

const cut = (key: string): string => key.slice(0, 12);

export const nvsNameCutAt12: Defect = {
  name: 'nvs-name-cut-at-12',
  area: 'nvs',
  suffering:
    'Names of keys are cut at 12 characters: two that begin alike are one, and the second overwrites the first.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      get: (store, namespace, key, type) => store.get(namespace, cut(key), type),
      set: (store, namespace, key, content) => store.set(namespace, cut(key), content),
    },
  }),
};
