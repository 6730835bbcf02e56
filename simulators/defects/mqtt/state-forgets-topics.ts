import type { Defect } from '../defect.ts';

export const stateForgetsTopics: Defect = {
  name: 'state-forgets-topics',
  area: 'mqtt',
  suffering:
    'AT+MQTTCONN? tells of a board with topics that it has none: its host subscribes again and again.',
  plant: () => ({ mqtt: { state: (right) => (right === 6 ? 4 : right) } }),
};
