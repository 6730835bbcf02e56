import type { Defect } from '../defect.ts';

export const subscribedAtQos0: Defect = {
  name: 'subscribed-at-qos-0',
  area: 'mqtt',
  suffering: 'Every subscription is made at QoS 0: messages that must not be lost are.',
  plant: () => ({ mqtt: { subscribedQos: () => 0 } }),
};
