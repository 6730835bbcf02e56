import type { Defect } from '../defect.ts';

export const sessionAlwaysClean: Defect = {
  name: 'session-always-clean',
  area: 'mqtt',
  suffering: 'A session that is to be kept is not: what came while the board was away is lost.',
  plant: () => ({
    mqtt: { send: (packet) => [packet.cmd === 'connect' ? { ...packet, clean: true } : packet] },
  }),
};
