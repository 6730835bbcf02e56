import type { Defect } from '../defect.ts';

export const serverNameUnchecked: Defect = {
  name: 'server-name-unchecked',
  area: 'tls',
  suffering:
    'A certificate for another name is taken where AT+MQTTSNI told the right one: any customer of the authority can play the cloud.',
  releases: ['3.4.0.0'],
  plant: () => ({
    tls: { faults: (found) => new Set([...found].filter((fault) => fault !== 'name-mismatch')) },
  }),
};
