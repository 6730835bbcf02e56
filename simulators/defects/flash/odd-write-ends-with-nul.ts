import type { Defect } from '../defect.ts';

export const oddWriteEndsWithNul: Defect = {
  name: 'odd-write-ends-with-nul',
  area: 'flash',
  suffering: 'A file of odd length loses its last character.',
  plant: () => ({
    flash: {
      written: (sent) =>
        sent.length % 2 === 0 ? sent : Buffer.concat([sent.subarray(0, -1), Buffer.of(0)]),
    },
  }),
};
