import type { Defect } from '../defect.ts';

export const surplusDropped: Defect = {
  name: 'surplus-dropped',
  area: 'uart',
  suffering:
    'A command sent right behind the data of a flash write is lost without a word, and its sender waits for an answer.',
  plant: () => ({ raw: { surplus: (right) => (right === 'command' ? 'drop' : right) } }),
};
