import type { Defect } from '../defect.ts';

export const serverNameWithPort: Defect = {
  name: 'server-name-with-port',
  area: 'tls',
  suffering:
    'The name that is sent has the port behind it: no server has a certificate for that, and AWS closes.',
  releases: ['3.4.0.0'],
  plant: () => ({
    tls: { serverName: (name) => (name === undefined ? undefined : `${name}-8883`) },
  }),
};
