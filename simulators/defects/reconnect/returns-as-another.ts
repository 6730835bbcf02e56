import type { Defect } from '../defect.ts';

export const returnsAsAnother: Defect = {
  name: 'returns-as-another',
  area: 'reconnect',
  suffering:
    'A board comes back under another client id: policies do not know it, and there are two of it.',
  plant: () => {
    let connects = 0;
    return {
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'disconnect') connects = 0;
          if (packet.cmd !== 'connect') return [packet];
          connects += 1;
          return [
            connects === 1 ? packet : { ...packet, clientId: `${packet.clientId.slice(0, -1)}_` },
          ];
        },
      },
    };
  },
};
