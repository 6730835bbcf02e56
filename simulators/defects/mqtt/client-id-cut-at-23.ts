import type { Defect } from '../defect.ts';

const LONGEST = 23;

export const clientIdCutAt23: Defect = {
  name: 'client-id-cut-at-23',
  area: 'mqtt',
  suffering:
    'A client id is cut at 23 characters, as in old MQTT: devices whose names begin alike throw each other out.',
  plant: () => ({
    mqtt: {
      send: (packet) => [
        packet.cmd === 'connect'
          ? { ...packet, clientId: packet.clientId.slice(0, LONGEST) }
          : packet,
      ],
    },
  }),
};
