import type { Defect } from '../defect.ts';

export const deafBehindDeepSleep: Defect = {
  name: 'deaf-behind-deep-sleep',
  area: 'shell',
  suffering:
    'A board that was sent to sleep wakes up at its time, and answers nobody until it is reset.',
  plant: (board) => ({
    boot: (reason) => {
      if (reason === 'wake-up') board.hang();
    },
  }),
};
