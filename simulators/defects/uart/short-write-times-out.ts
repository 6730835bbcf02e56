import type { Defect } from '../defect.ts';

export const shortWriteTimesOut: Defect = {
  name: 'short-write-times-out',
  area: 'uart',
  suffering:
    'A host that pauses within the data of a write loses it: the board gives up by itself, and takes the rest for commands.',
  plant: () => ({ raw: { giveUpAfterMs: 5_000 } }),
};
