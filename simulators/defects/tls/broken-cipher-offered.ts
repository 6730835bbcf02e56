import type { Defect } from '../defect.ts';

export const brokenCipherOffered: Defect = {
  name: 'broken-cipher-offered',
  area: 'tls',
  suffering:
    'A suite without encryption is offered: a server that takes it lets everybody read along.',
  plant: () => ({
    tls: { profile: (right) => ({ ...right, ciphers: ['NULL-SHA256', ...right.ciphers] }) },
  }),
};
