import type { Defect } from '../defect.ts';

export const serverNameCutAt32: Defect = {
  name: 'server-name-cut-at-32',
  area: 'tls',
  suffering:
    'Servers that need to be told their name, as AWS does, show another certificate or hang up.',
  releases: ['3.4.0.0'],
  plant: () => ({ tls: { serverName: (name) => name?.slice(0, 32) } }),
};
