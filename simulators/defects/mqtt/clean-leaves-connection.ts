import type { Defect } from '../defect.ts';

export const cleanLeavesConnection: Defect = {
  name: 'clean-leaves-connection',
  area: 'mqtt',
  suffering:
    'AT+MQTTCLEAN forgets the connection and does not end it: the cloud takes the board for connected.',
  plant: () => ({ mqtt: { staysConnected: true } }),
};
