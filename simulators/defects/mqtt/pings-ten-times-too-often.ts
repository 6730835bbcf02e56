import type { Defect } from '../defect.ts';

export const pingsTenTimesTooOften: Defect = {
  name: 'pings-ten-times-too-often',
  area: 'mqtt',
  suffering: 'A board on a metered link pays for ten times the pings.',
  plant: () => ({ mqtt: { times: (right) => ({ ...right, pingShare: right.pingShare / 10 }) } }),
};
