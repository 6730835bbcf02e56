import type { Defect } from '../../defect.ts';

export const toldTwiceBehindAReturn: Defect = {
  name: 'told-twice-behind-a-return',
  area: 'reconnect',
  suffering: 'A board that came back tells each message twice.',
  plant: () => {
    let connects = 0;
    return {
      boot: () => {
        connects = 0;
      },
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'connect') connects += 1;
          if (packet.cmd === 'disconnect') connects = 0;
          return [packet];
        },
        deliver: (part) => (connects > 1 ? [part, part] : [part]),
      },
    };
  },
};
