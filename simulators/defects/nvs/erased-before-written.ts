import type { Defect } from '../defect.ts';

export const erasedBeforeWritten: Defect = {
  name: 'erased-before-written',
  area: 'nvs',
  suffering:
    'AT+SYSMFG erases the old value before it writes the new one: a power cut in between leaves a device without identity.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, value) => {
        if (store.get(namespace, key)) store.erase(namespace, key);
        store.set(namespace, key, value);
      },
    },
  }),
};
