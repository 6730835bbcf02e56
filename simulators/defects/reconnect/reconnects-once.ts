import type { Defect } from '../defect.ts';

export const reconnectsOnce: Defect = {
  name: 'reconnects-once',
  area: 'reconnect',
  suffering: 'The board comes back from its first loss, and not from the second.',
  plant: () => ({ mqtt: { reconnects: (asked, { before }) => asked && before === 0 } }),
};
