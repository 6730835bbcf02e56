import type { Defect } from '../defect.ts';

export const pingsStopAfterReturn: Defect = {
  name: 'pings-stop-after-return',
  area: 'reconnect',
  suffering: 'A board that came back pings no more: the cloud throws it out each time it is quiet.',
  plant: () => {
    let connects = 0;
    return {
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'connect') connects += 1;
          if (packet.cmd === 'disconnect') connects = 0;
          return packet.cmd === 'pingreq' && connects > 1 ? [] : [packet];
        },
      },
    };
  },
};
