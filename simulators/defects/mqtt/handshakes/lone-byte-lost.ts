import type { Defect } from '../../defect.ts';

export const loneByteLost: Defect = {
  name: 'lone-byte-lost',
  area: 'mqtt',
  suffering:
    'Where the network cuts a packet behind its first byte, that byte is lost, and nothing is understood any more.',
  plant: () => ({ mqtt: { arrive: (piece) => (piece.length === 1 ? Buffer.alloc(0) : piece) } }),
};
