import type { Defect } from '../defect.ts';

const FIFO_BYTES = 128;

export const longPieceOverruns: Defect = {
  name: 'long-piece-overruns',
  area: 'uart',
  suffering:
    'A piece that fills the hardware buffer loses its last byte: short commands work, long data does not arrive.',
  plant: () => ({
    uart: { receive: (bytes) => (bytes.length < FIFO_BYTES ? bytes : bytes.subarray(0, -1)) },
  }),
};
