import type { Defect } from '../defect.ts';
import { callsOfHost } from './calls-of-host.ts';

export const serverUncheckedOnReturn: Defect = {
  name: 'server-unchecked-on-return',
  area: 'reconnect',
  suffering: 'Whoever can cut a connection can take the place of the cloud behind it.',
  plant: () => {
    const { shell, isFirst } = callsOfHost();
    return { shell, tls: { faults: (found) => (isFirst() ? found : new Set()) } };
  },
};
