import type { Defect } from '../defect.ts';

const NOTHING = Buffer.alloc(0);

export const busyLost: Defect = {
  name: 'busy-lost',
  area: 'shell',
  suffering:
    'A board that is busy says nothing to a command: its host waits for an answer that never comes.',
  plant: () => ({ shell: { say: (said) => (said.includes('busy p...') ? NOTHING : said) } }),
};
