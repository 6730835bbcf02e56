import type { Defect } from '../defect.ts';

export const sessionNeverClean: Defect = {
  name: 'session-never-clean',
  area: 'mqtt',
  suffering:
    'Every session is kept: a board that asked for a clean one gets commands of last week.',
  plant: () => ({
    mqtt: { send: (packet) => [packet.cmd === 'connect' ? { ...packet, clean: false } : packet] },
  }),
};
