import type { Defect } from '../defect.ts';

const LEAK_BYTES = 96;
const HEAP_BYTES = 150_000;

export const leakUntilOutOfMemory: Defect = {
  name: 'leak-until-out-of-memory',
  area: 'shell',
  suffering:
    'Each command costs a piece of memory for good: after some hours the board restarts in the middle of its work.',
  plant: (board) => {
    let lost = 0;
    return {
      boot: () => {
        lost = 0;
      },
      memory: { free: (right) => Math.max(0, right - lost) },
      shell: {
        line: (line) => {
          lost += LEAK_BYTES;
          if (lost > HEAP_BYTES) board.panic('out of memory');
          return line;
        },
      },
    };
  },
};
