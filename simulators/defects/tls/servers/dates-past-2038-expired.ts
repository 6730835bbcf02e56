import type { Defect } from '../../defect.ts';

/** As far as 32 bits count seconds. */
const LAST_MS = 2 ** 31 * 1_000;

export const datesPast2038Expired: Defect = {
  name: 'dates-past-2038-expired',
  area: 'tls',
  suffering:
    'Every server whose certificate, or whose authority’s, outlives January 2038 is refused.',
  plant: () => ({
    tls: {
      faults: (found, { presented }) => {
        const isLate = presented.some(({ validTo }) => Date.parse(validTo) > LAST_MS);
        return isLate ? new Set([...found, 'expired'] as const) : found;
      },
    },
  }),
};
