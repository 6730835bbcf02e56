import type { Defect } from '../defect.ts';

const ESCAPE = '+++';

export const escapeInDataEaten: Defect = {
  name: 'escape-in-data-eaten',
  area: 'uart',
  suffering:
    'Three plus signs in data are taken for the way out of passthrough, and the board waits for three more bytes.',
  plant: () => ({
    raw: {
      arrive: (piece) => {
        const at = piece.indexOf(ESCAPE);
        if (at < 0) return piece;
        return Buffer.concat([piece.subarray(0, at), piece.subarray(at + ESCAPE.length)]);
      },
    },
  }),
};
