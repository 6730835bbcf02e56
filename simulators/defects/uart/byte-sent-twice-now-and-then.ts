import type { Defect } from '../defect.ts';

const EVERY = 7_001;

export const byteSentTwiceNowAndThen: Defect = {
  name: 'byte-sent-twice-now-and-then',
  area: 'uart',
  suffering:
    'One byte of some thousands is sent twice: what is read back is no longer what is stored.',
  plant: () => {
    let count = 0;
    const sent = (byte: number): number[] => {
      count += 1;
      return count % EVERY === 0 ? [byte, byte] : [byte];
    };
    return { uart: { send: (bytes) => Buffer.from([...bytes].flatMap(sent)) } };
  },
};
