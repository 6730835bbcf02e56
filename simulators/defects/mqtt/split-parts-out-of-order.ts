import type { MessagePart } from '../../esp-at/mqtt/inbound.ts';
import type { Defect } from '../defect.ts';

const BUFFER_BYTES = 1_024;

export const splitPartsOutOfOrder: Defect = {
  name: 'split-parts-out-of-order',
  area: 'mqtt',
  suffering: 'The second and the third part of a long message come in the wrong order.',
  plant: () => {
    let held: MessagePart | undefined;
    return {
      mqtt: {
        deliver: (part, { offset }) => {
          if (offset === 0) {
            held = undefined;
            return [part];
          }
          if (!held && part.payload.length === BUFFER_BYTES) {
            held = part;
            return [];
          }
          const parts = held ? [part, held] : [part];
          held = undefined;
          return parts;
        },
      },
    };
  },
};
