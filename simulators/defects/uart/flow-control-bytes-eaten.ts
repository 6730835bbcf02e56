import type { Defect } from '../defect.ts';

/** XON and XOFF. */
const EATEN = [0x11, 0x13];

export const flowControlBytesEaten: Defect = {
  name: 'flow-control-bytes-eaten',
  area: 'uart',
  suffering:
    'Software flow control was left on: the bytes 11 and 13 never arrive, and binary data cannot be sent.',
  plant: () => ({
    uart: { receive: (bytes) => Buffer.from(bytes.filter((byte) => !EATEN.includes(byte))) },
  }),
};
