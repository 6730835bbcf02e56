import type { Defect } from '../defect.ts';

export const curveServersNotSpokenTo: Defect = {
  name: 'curve-servers-not-spoken-to',
  area: 'tls',
  suffering:
    'Suites for servers whose key is on a curve are not offered: the day AWS changes its certificate the fleet is offline.',
  plant: () => ({
    tls: {
      profile: (right) => ({
        ...right,
        ciphers: right.ciphers.filter((name) => !name.includes('ECDSA')),
      }),
    },
  }),
};
