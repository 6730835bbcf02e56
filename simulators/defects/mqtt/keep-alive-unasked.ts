import type { Defect } from '../defect.ts';

export const keepAliveUnasked: Defect = {
  name: 'keep-alive-unasked',
  area: 'mqtt',
  suffering:
    'The keep-alive that is set is not told to the cloud: a quiet board is thrown out by it, or never missed.',
  plant: () => ({
    mqtt: { send: (packet) => [packet.cmd === 'connect' ? { ...packet, keepalive: 120 } : packet] },
  }),
};
