import type { Defect } from '../defect.ts';

export const keyIndexAccepted: Defect = {
  name: 'key-index-accepted',
  area: 'nvs',
  suffering:
    'A credential under mqtt_ca.0 is used where mqtt_ca has none: devices that were set up wrongly work until an update.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      get: (store, namespace, key, type) =>
        store.get(namespace, key, type) ?? store.get(namespace, `${key}.0`, type),
    },
  }),
};
