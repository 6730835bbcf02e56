import type { Defect } from '../defect.ts';

export const lossUntold: Defect = {
  name: 'loss-untold',
  area: 'reconnect',
  suffering:
    'A loss that is made good is not told: what was sent meanwhile is missing, and nobody knows from when on.',
  plant: () => ({
    mqtt: { line: (text) => (text.startsWith('+MQTTDISCONNECTED') ? undefined : text) },
  }),
};
