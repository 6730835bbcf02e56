import type { CredentialBytes } from '../../esp-at/tls/credentials.ts';
import type { Defect } from '../defect.ts';

export const credentialsOfFirstStartUsed: Defect = {
  name: 'credentials-of-first-start-used',
  area: 'tls',
  suffering:
    'The credentials that a board had when it was first asked for them are used for ever: new ones read back well and change nothing.',
  plant: () => {
    let first: CredentialBytes | undefined;
    return {
      tls: {
        credentials: (fromFlash) => {
          first ??= fromFlash;
          return first;
        },
      },
    };
  },
};
