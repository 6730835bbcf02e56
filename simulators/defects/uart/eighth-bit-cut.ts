import type { Defect } from '../defect.ts';

export const eighthBitCut: Defect = {
  name: 'eighth-bit-cut',
  area: 'uart',
  suffering:
    'The port keeps seven bits of what it sends: text looks right, and every key and image that is read is damaged.',
  plant: () => ({ uart: { send: (bytes) => Buffer.from(bytes.map((byte) => byte & 0x7f)) } }),
};
