import type { Defect } from '../../defect.ts';

export const shortKeyAccepted: Defect = {
  name: 'short-key-accepted',
  area: 'tls',
  suffering: 'A server whose key anybody with a computing centre can find is believed.',
  plant: () => ({
    tls: { faults: (found) => new Set([...found].filter((fault) => fault !== 'weak-key')) },
  }),
};
