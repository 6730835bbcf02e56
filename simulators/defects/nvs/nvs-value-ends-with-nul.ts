import type { Defect } from '../defect.ts';

export const nvsValueEndsWithNul: Defect = {
  name: 'nvs-value-ends-with-nul',
  area: 'nvs',
  suffering:
    'A NUL is stored behind each value, and counted: what is compared with its file differs, and nobody sees by what.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, content) =>
        store.set(
          namespace,
          key,
          content.type === 'blob'
            ? { type: 'blob', value: Buffer.concat([content.value, Buffer.of(0)]) }
            : content,
        ),
    },
  }),
};
