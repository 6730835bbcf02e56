import type { Defect } from '../defect.ts';

export const vanishedAccessPointKept: Defect = {
  name: 'vanished-access-point-kept',
  area: 'wifi',
  suffering:
    'A board does not miss an access point that has gone, says that it is joined, and is not reached any more.',
  plant: () => ({ wifi: { overlooksLoss: true } }),
};
