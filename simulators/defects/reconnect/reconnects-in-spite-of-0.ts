import type { Defect } from '../defect.ts';

export const reconnectsInSpiteOf0: Defect = {
  name: 'reconnects-in-spite-of-0',
  area: 'reconnect',
  suffering:
    'A board that was told not to reconnect does, behind the back of a host that manages connections itself.',
  plant: () => ({ mqtt: { reconnects: () => true } }),
};
