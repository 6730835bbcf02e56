import type { Defect } from '../defect.ts';

const MOST_COMMANDS = 600;

export const hangsAfterManyCommands: Defect = {
  name: 'hangs-after-many-commands',
  area: 'shell',
  suffering: 'After some hundred commands the AT port falls silent until somebody presses reset.',
  plant: (board) => {
    let count = 0;
    return {
      boot: () => {
        count = 0;
      },
      shell: {
        line: (line) => {
          count += 1;
          if (count === MOST_COMMANDS) board.hang();
          return line;
        },
      },
    };
  },
};
