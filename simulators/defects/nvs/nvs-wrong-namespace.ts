import type { Defect } from '../defect.ts';

export const nvsWrongNamespace: Defect = {
  name: 'nvs-wrong-namespace',
  area: 'nvs',
  suffering:
    'A handle to the NVS is kept open: what is written next goes into the namespace of the value before it.',
  releases: ['3.4.0.0'],
  plant: () => {
    let open: string | undefined;
    return {
      nvs: {
        set: (store, namespace, key, content) => {
          open ??= namespace;
          store.set(open, key, content);
          open = namespace;
        },
      },
    };
  },
};
