import type { Defect } from '../defect.ts';

export const echoBackAfterMessage: Defect = {
  name: 'echo-back-after-message',
  area: 'shell',
  suffering:
    'Behind a message from the cloud every answer begins with what was asked, and parsers fail.',
  plant: () => {
    let isBack = false;
    return {
      boot: () => {
        isBack = false;
      },
      mqtt: {
        deliver: (part) => {
          isBack = true;
          return [part];
        },
      },
      shell: {
        say: (said) =>
          isBack && said.toString() === '\r\nOK\r\n'
            ? Buffer.concat([Buffer.from('AT\r\n'), said])
            : said,
      },
    };
  },
};
