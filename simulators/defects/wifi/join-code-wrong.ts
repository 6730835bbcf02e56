import type { Defect } from '../defect.ts';

export const joinCodeWrong: Defect = {
  name: 'join-code-wrong',
  area: 'wifi',
  suffering:
    'A join that finds no access point blames the password: people type it again and again.',
  plant: () => ({ wifi: { code: (right) => (right === 3 ? 2 : right) } }),
};
