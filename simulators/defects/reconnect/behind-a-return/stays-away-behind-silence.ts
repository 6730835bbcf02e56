import type { Defect } from '../../defect.ts';

export const staysAwayBehindSilence: Defect = {
  name: 'stays-away-behind-silence',
  area: 'reconnect',
  suffering: 'A board comes back when the cloud hangs up, and not when the cloud just fell silent.',
  plant: () => {
    let isWaiting = false;
    return {
      mqtt: {
        send: (packet) => {
          isWaiting = packet.cmd === 'pingreq' || (isWaiting && packet.cmd !== 'connect');
          return [packet];
        },
        receive: (packet) => {
          if (packet.cmd === 'pingresp') isWaiting = false;
          return [packet];
        },
        reconnects: (asked) => asked && !isWaiting,
      },
    };
  },
};
