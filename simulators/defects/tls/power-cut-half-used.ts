import { loadAuthorities } from '../../esp-at/tls/credentials.ts';
import type { Defect } from '../defect.ts';

export const powerCutHalfUsed: Defect = {
  name: 'power-cut-half-used',
  area: 'tls',
  suffering:
    'With a root that a power cut left half written the board trusts every server, and says that it is connected.',
  plant: () => {
    let isRootDamaged = false;
    return {
      tls: {
        credentials: (fromFlash) => {
          isRootDamaged = 'failure' in loadAuthorities(fromFlash.ca);
          return isRootDamaged ? { ...fromFlash, ca: fromFlash.certificate } : fromFlash;
        },
        faults: (found) => (isRootDamaged ? new Set() : found),
      },
    };
  },
};
