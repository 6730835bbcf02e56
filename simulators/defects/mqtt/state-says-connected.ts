import type { Defect } from '../defect.ts';

export const stateSaysConnected: Defect = {
  name: 'state-says-connected',
  area: 'mqtt',
  suffering:
    'AT+MQTTCONN? tells of a lost connection that it is one: a host goes on in good faith.',
  plant: () => ({ mqtt: { state: (right) => (right === 3 ? 4 : right) } }),
};
