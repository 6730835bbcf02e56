import type { IConnectPacket } from 'mqtt-packet';
import type { Seams } from '../../esp-at/seams.ts';

/** Seams that change each CONNECT but the first since the host connected or cleaned: those of a board that comes back by itself. */
export const changedOnReturn = (change: (packet: IConnectPacket) => IConnectPacket): Seams => {
  let connects = 0;
  return {
    mqtt: {
      send: (packet) => {
        if (packet.cmd === 'disconnect') connects = 0;
        if (packet.cmd !== 'connect') return [packet];
        connects += 1;
        return [connects === 1 ? packet : change(packet)];
      },
    },
  };
};
