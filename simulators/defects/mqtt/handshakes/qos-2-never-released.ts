import type { Defect } from '../../defect.ts';

export const qos2NeverReleased: Defect = {
  name: 'qos-2-never-released',
  area: 'mqtt',
  suffering:
    'What is published at QoS 2 is never released: brokers do not pass it on, and the board stays busy.',
  plant: () => ({ mqtt: { send: (packet) => (packet.cmd === 'pubrel' ? [] : [packet]) } }),
};
