import type { Defect } from '../defect.ts';

export const noJoinAtBoot: Defect = {
  name: 'no-join-at-boot',
  area: 'wifi',
  suffering:
    'A board does not join the stored access point when it starts: behind a power cut a fleet stays offline.',
  plant: () => ({ wifi: { joinsAtBoot: () => false } }),
};
