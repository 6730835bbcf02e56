import type { Defect } from '../defect.ts';

export const busyCommandExecuted: Defect = {
  name: 'busy-command-executed',
  area: 'shell',
  suffering:
    'A command that comes during a join is executed behind it: a host that repeats it does everything twice.',
  plant: () => ({ shell: { whileBusy: () => 'keep' } }),
};
