import type { Defect } from '../defect.ts';

export const connectedEventTellsScheme1: Defect = {
  name: 'connected-event-tells-scheme-1',
  area: 'mqtt',
  suffering: 'A host believes that its connection is in clear, and ends it.',
  plant: () => ({
    mqtt: { line: (text) => text.replace(/^\+MQTTCONNECTED:0,\d+/, '+MQTTCONNECTED:0,1') },
  }),
};
