import type { Defect } from '../defect.ts';

export const resubscribesAtQos0: Defect = {
  name: 'resubscribes-at-qos-0',
  area: 'reconnect',
  suffering:
    'After a reconnect all subscriptions are of QoS 0: from the first loss on, messages get lost.',
  plant: () => ({
    mqtt: { resubscribe: (remembered) => remembered.map(({ topic }) => ({ topic, qos: 0 })) },
  }),
};
