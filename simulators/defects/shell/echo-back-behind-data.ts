import type { Defect } from '../defect.ts';

const PROMPT = '>';

export const echoBackBehindData: Defect = {
  name: 'echo-back-behind-data',
  area: 'shell',
  suffering:
    'Behind a write the board echoes again, and what it is told comes back between its answers.',
  plant: (board) => {
    let isOff = false;
    let isFilling = false;
    let isBack = false;
    return {
      boot: () => {
        isOff = false;
        isFilling = false;
        isBack = false;
      },
      shell: {
        line: (line) => {
          if (/^ATE/i.test(line)) {
            isOff = line.endsWith('0');
            isBack = false;
          }
          return line;
        },
        say: (said) => {
          if (isFilling) isBack = isOff;
          isFilling = said.toString('latin1').endsWith(PROMPT);
          return said;
        },
      },
      uart: {
        receive: (bytes) => {
          if (isBack && !isFilling) board.say(bytes.toString('latin1'));
          return bytes;
        },
      },
    };
  },
};
