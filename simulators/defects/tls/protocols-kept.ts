import type { Defect } from '../defect.ts';

export const protocolsKept: Defect = {
  name: 'protocols-kept',
  area: 'tls',
  suffering:
    'Protocols that were told once are offered for ever: at a server that has none of them no connection comes about.',
  releases: ['3.4.0.0'],
  plant: () => {
    let last: readonly string[] = [];
    return {
      tls: {
        protocols: (right) => {
          if (right.length > 0) last = right;
          return last;
        },
      },
    };
  },
};
