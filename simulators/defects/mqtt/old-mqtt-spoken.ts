import type { Defect } from '../defect.ts';

export const oldMqttSpoken: Defect = {
  name: 'old-mqtt-spoken',
  area: 'mqtt',
  suffering: 'CONNECT speaks MQTT 3.1 of 2010, which clouds do not let in any more.',
  plant: () => ({
    mqtt: {
      send: (packet) => [
        packet.cmd === 'connect' ? { ...packet, protocolId: 'MQIsdp', protocolVersion: 3 } : packet,
      ],
    },
  }),
};
