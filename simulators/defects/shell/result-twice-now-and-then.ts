import type { Defect } from '../defect.ts';

const OK = Buffer.from('\r\nOK\r\n');
const EVERY = 200;

export const resultTwiceNowAndThen: Defect = {
  name: 'result-twice-now-and-then',
  area: 'shell',
  suffering:
    'Now and then a result comes twice: its host takes the second one for that of the next command.',
  plant: () => {
    let count = 0;
    return {
      shell: {
        say: (said) => {
          if (!said.equals(OK)) return said;
          count += 1;
          return count % EVERY === 0 ? Buffer.concat([said, said]) : said;
        },
      },
    };
  },
};
