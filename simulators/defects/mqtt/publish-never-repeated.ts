import type { Defect } from '../defect.ts';

export const publishNeverRepeated: Defect = {
  name: 'publish-never-repeated',
  area: 'mqtt',
  suffering:
    'A message of QoS 1 that is lost on its way stays lost, and the board is busy for ever.',
  releases: ['3.4.0.0'],
  plant: () => ({
    mqtt: { send: (packet) => (packet.cmd === 'publish' && packet.dup ? [] : [packet]) },
  }),
};
