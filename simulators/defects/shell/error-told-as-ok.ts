import type { Defect } from '../defect.ts';

const ERROR = Buffer.from('\r\nERROR\r\n');
const OK = Buffer.from('\r\nOK\r\n');

export const errorToldAsOk: Defect = {
  name: 'error-told-as-ok',
  area: 'shell',
  suffering: 'A command that is refused is answered OK: its host believes that all went well.',
  plant: () => ({ shell: { say: (said) => (said.equals(ERROR) ? OK : said) } }),
};
