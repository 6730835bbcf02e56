import type { Defect } from '../../defect.ts';
import { changedOnReturn } from '../changed-on-return.ts';

export const returnsWithoutAName: Defect = {
  name: 'returns-without-a-name',
  area: 'reconnect',
  suffering:
    'A board comes back without its user name and password, and brokers that ask for them turn it away for good.',
  plant: () => changedOnReturn(({ username: _name, password: _password, ...rest }) => rest),
};
