import type { IConnectPacket } from 'mqtt-packet';
import type { Defect } from '../defect.ts';

const without = ({ will: _will, ...packet }: IConnectPacket): IConnectPacket => packet;

export const lastWillForgottenOnReturn: Defect = {
  name: 'last-will-forgotten-on-return',
  area: 'reconnect',
  suffering:
    'A board that comes back has no last will any more: from its first loss on nobody hears that it has gone.',
  plant: () => {
    let connects = 0;
    return {
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'disconnect') connects = 0;
          if (packet.cmd !== 'connect') return [packet];
          connects += 1;
          return [connects === 1 ? packet : without(packet)];
        },
      },
    };
  },
};
