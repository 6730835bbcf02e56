import type { Defect } from '../defect.ts';

export const newlineTranslated: Defect = {
  name: 'newline-translated',
  area: 'uart',
  suffering:
    'A line feed goes out as CR LF also where it is data: what is read is longer than what was announced.',
  plant: () => ({
    uart: {
      send: (bytes) =>
        Buffer.from(bytes.toString('latin1').replaceAll(/(?<!\r)\n/g, '\r\n'), 'latin1'),
    },
  }),
};
