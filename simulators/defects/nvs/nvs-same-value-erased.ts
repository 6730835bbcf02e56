import type { Defect } from '../defect.ts';

export const nvsSameValueErased: Defect = {
  name: 'nvs-same-value-erased',
  area: 'nvs',
  suffering: 'Credentials that are written a second time as they are have gone.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, content) => {
        const before = store.get(namespace, key, content.type);
        const isSame =
          content.type === 'blob' &&
          before?.type === 'blob' &&
          Buffer.from(before.value).equals(content.value);
        if (isSame) store.erase(namespace, key);
        else store.set(namespace, key, content);
      },
    },
  }),
};
