import type { Defect } from '../defect.ts';

export const pubackNeverSent: Defect = {
  name: 'puback-never-sent',
  area: 'mqtt',
  suffering: 'A cloud sends each message of QoS 1 for an hour, as the board acknowledges none.',
  plant: () => ({ mqtt: { send: (packet) => (packet.cmd === 'puback' ? [] : [packet]) } }),
};
