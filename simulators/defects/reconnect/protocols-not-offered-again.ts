import type { Defect } from '../defect.ts';
import { callsOfHost } from './calls-of-host.ts';

export const protocolsNotOfferedAgain: Defect = {
  name: 'protocols-not-offered-again',
  area: 'reconnect',
  suffering: 'Behind a firewall that lets port 443 alone pass, the first loss is the last.',
  releases: ['3.4.0.0'],
  plant: () => {
    const { shell, isFirst } = callsOfHost();
    return { shell, tls: { protocols: (right) => (isFirst() ? right : []) } };
  },
};
