import type { Defect } from '../defect.ts';

const laidOver = (old: Uint8Array, added: Uint8Array): Buffer =>
  Buffer.concat([added, old.subarray(added.length)]);

export const nvsOverwriteKeepsTail: Defect = {
  name: 'nvs-overwrite-keeps-tail',
  area: 'nvs',
  suffering: 'A shorter certificate written over a longer one ends with the tail of the old one.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, content) => {
        const old = store.get(namespace, key);
        if (content.type !== 'blob' || old?.type !== 'blob') store.set(namespace, key, content);
        else store.set(namespace, key, { type: 'blob', value: laidOver(old.value, content.value) });
      },
    },
  }),
};
