import type { Defect } from '../defect.ts';

/** From some 5 % on the bits are read at the wrong time. */
const DOUBLED_AFTER_BYTES = 2_000_000;

export const baudDrifts: Defect = {
  name: 'baud-drifts',
  area: 'uart',
  suffering:
    'The longer the port runs the further its rate is off: after a few hundred kilobytes nobody understands it.',
  plant: () => {
    let sent = 0;
    return {
      uart: {
        send: (bytes) => {
          sent += bytes.length;
          return bytes;
        },
        line: (set) => ({ ...set, baud: Math.round(set.baud * (1 + sent / DOUBLED_AFTER_BYTES)) }),
      },
    };
  },
};
