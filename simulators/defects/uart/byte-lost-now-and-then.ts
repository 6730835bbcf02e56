import type { Defect } from '../defect.ts';

const EVERY = 5_003;

export const byteLostNowAndThen: Defect = {
  name: 'byte-lost-now-and-then',
  area: 'uart',
  suffering:
    'One byte of some thousands does not arrive: a write waits for it for ever, a command is not understood.',
  plant: () => {
    let count = 0;
    const arrives = (): boolean => {
      count += 1;
      return count % EVERY !== 0;
    };
    return { uart: { receive: (bytes) => Buffer.from(bytes.filter(arrives)) } };
  },
};
