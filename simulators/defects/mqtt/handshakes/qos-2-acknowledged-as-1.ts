import type { Defect } from '../../defect.ts';

export const qos2AcknowledgedAs1: Defect = {
  name: 'qos-2-acknowledged-as-1',
  area: 'mqtt',
  suffering:
    'A message of QoS 2 is acknowledged like one of QoS 1, whereupon brokers end the connection.',
  plant: () => ({
    mqtt: {
      send: (packet) =>
        packet.cmd === 'pubrec' ? [{ cmd: 'puback', messageId: packet.messageId ?? 0 }] : [packet],
    },
  }),
};
