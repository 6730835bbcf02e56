import type { Defect } from '../defect.ts';

export const serverNameUnsent: Defect = {
  name: 'server-name-unsent',
  area: 'tls',
  suffering:
    'The name given with AT+MQTTSNI stays in the board: clouds that serve many by name show it the wrong certificate.',
  releases: ['3.4.0.0'],
  plant: () => ({ tls: { serverName: () => undefined } }),
};
