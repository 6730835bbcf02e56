import type { Defect } from '../defect.ts';

const USABLE = Date.UTC(2020, 0);
const BUILT = Date.UTC(2024, 4, 17);

export const clockOfTheBuild: Defect = {
  name: 'clock-of-the-build',
  area: 'clock',
  suffering:
    'Before any server has answered the clock shows the day on which the firmware was built: a host takes it for set.',
  plant: () => ({ clock: { read: (epochMs) => (epochMs < USABLE ? BUILT + epochMs : epochMs) } }),
};
