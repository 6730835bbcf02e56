import type { Defect } from '../defect.ts';

export const sessionDroppedOnReturn: Defect = {
  name: 'session-dropped-on-return',
  area: 'reconnect',
  suffering:
    'A board that comes back asks for a clean session: what came for it meanwhile is thrown away.',
  plant: () => {
    let connects = 0;
    return {
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'disconnect') connects = 0;
          if (packet.cmd !== 'connect') return [packet];
          connects += 1;
          return [connects === 1 ? packet : { ...packet, clean: true }];
        },
      },
    };
  },
};
