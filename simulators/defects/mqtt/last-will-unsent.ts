import type { IConnectPacket } from 'mqtt-packet';
import type { Defect } from '../defect.ts';

const without = ({ will: _will, ...packet }: IConnectPacket): IConnectPacket => packet;

export const lastWillUnsent: Defect = {
  name: 'last-will-unsent',
  area: 'mqtt',
  suffering: 'The last will stays in the board: nobody hears that a device has gone.',
  plant: () => ({
    mqtt: { send: (packet) => [packet.cmd === 'connect' ? without(packet) : packet] },
  }),
};
