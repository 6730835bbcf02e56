import type { Defect } from '../defect.ts';

const LOST_BYTES = 2_048;
const HEAP_BYTES = 140_000;

export const leakForEachRefusal: Defect = {
  name: 'leak-for-each-refusal',
  area: 'shell',
  suffering:
    'Each mistake on a command line costs memory, until there is none and the board restarts.',
  plant: (board) => {
    let lost = 0;
    return {
      boot: () => {
        lost = 0;
      },
      memory: { free: (right) => right - lost },
      shell: {
        say: (said) => {
          if (said.includes('\r\nERROR\r\n')) lost += LOST_BYTES;
          if (lost > HEAP_BYTES) board.panic('out of memory');
          return said;
        },
      },
    };
  },
};
