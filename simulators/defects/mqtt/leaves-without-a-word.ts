import type { Defect } from '../defect.ts';

export const leavesWithoutAWord: Defect = {
  name: 'leaves-without-a-word',
  area: 'mqtt',
  suffering:
    'AT+MQTTCLEAN closes the connection without DISCONNECT: the last will is told of a device that is well.',
  plant: () => ({ mqtt: { send: (packet) => (packet.cmd === 'disconnect' ? [] : [packet]) } }),
};
