import type { Defect } from '../defect.ts';

export const surplusExecuted: Defect = {
  name: 'surplus-executed',
  area: 'uart',
  suffering:
    'What stands behind the data of an AT+SYSMFG write is executed: the tail of a file that is too long runs as commands.',
  releases: ['3.4.0.0'],
  plant: () => ({ raw: { surplus: (right) => (right === 'busy' ? 'command' : right) } }),
};
