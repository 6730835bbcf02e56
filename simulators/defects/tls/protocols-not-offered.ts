import type { Defect } from '../defect.ts';

export const protocolsNotOffered: Defect = {
  name: 'protocols-not-offered',
  area: 'tls',
  suffering: 'The protocols of AT+MQTTALPN stay in the board: through port 443 it never gets in.',
  releases: ['3.4.0.0'],
  plant: () => ({ tls: { protocols: () => [] } }),
};
