import type { Defect } from '../defect.ts';

export const thirdLossIsTheLast: Defect = {
  name: 'third-loss-is-the-last',
  area: 'reconnect',
  suffering: 'A board that has been lost three times is gone until somebody restarts it.',
  plant: () => ({ mqtt: { reconnects: (asked, { before }) => asked && before < 2 } }),
};
