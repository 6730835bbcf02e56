import type { Defect } from '../defect.ts';

const UNLUCKY = [11, 13, 15];

export const oddPayloadsReset: Defect = {
  name: 'odd-payloads-reset',
  area: 'mqtt',
  suffering: 'A message of 11, 13 or 15 bytes resets the board, as firmware of 2019 did.',
  plant: (board) => ({
    mqtt: {
      deliver: (part) => {
        if (!UNLUCKY.includes(part.payload.length)) return [part];
        board.panic();
        return [];
      },
    },
  }),
};
