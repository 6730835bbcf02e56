import type { Defect } from '../defect.ts';

export const retainedAtQos0: Defect = {
  name: 'retained-at-qos-0',
  area: 'mqtt',
  suffering: 'The last state of a device, which the cloud was to keep for certain, gets lost.',
  plant: () => ({ mqtt: { publish: (asked) => (asked.retain ? { ...asked, qos: 0 } : asked) } }),
};
