import type { Defect } from '../defect.ts';

export const nvsOtherCredentialsOverwritten: Defect = {
  name: 'nvs-other-credentials-overwritten',
  area: 'nvs',
  suffering:
    'A certificate for MQTT is written for TLS links as well: they show the cloud the identity of another.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, content) => {
        store.set(namespace, key, content);
        if (namespace === 'mqtt_cert') store.set('client_cert', 'client_cert.0', content);
      },
    },
  }),
};
