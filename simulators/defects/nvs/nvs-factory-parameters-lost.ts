import type { Defect } from '../defect.ts';

export const nvsFactoryParametersLost: Defect = {
  name: 'nvs-factory-parameters-lost',
  area: 'nvs',
  suffering:
    'Writing credentials makes room by throwing the factory parameters away: behind the next start the AT port is on other pins.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, content) => {
        if (namespace.endsWith('_cert')) store.eraseNamespace('factory_param');
        store.set(namespace, key, content);
      },
    },
  }),
};
