import type { Defect } from '../defect.ts';

export const silentAfterSecondRestart: Defect = {
  name: 'silent-after-second-restart',
  area: 'shell',
  suffering: 'A board that is restarted by its host now and then has to be switched off by hand.',
  plant: (board) => {
    let restarts = 0;
    return {
      boot: (reason) => {
        if (reason === 'restart') restarts += 1;
        if (restarts === 2) board.hang();
      },
    };
  },
};
