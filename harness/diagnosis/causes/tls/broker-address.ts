import type { Cause } from '../../cause.ts';
import { connectionOf, refusedConnect, refusedHandshake } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';

/** The board was told to call and got through to nobody that the cloud knows of. */
const isUnseen = (evidence: Evidence): boolean =>
  connectionOf(evidence).isMade === false &&
  !refusedHandshake(evidence) &&
  !refusedConnect(evidence);

/** Where the board was told to call, against where the bench has the cloud. */
export const BROKER_ADDRESS: readonly Cause[] = [
  {
    name: 'BROKER_PORT_WRONG',
    area: 'tls',
    colour: 'bench',
    title: 'The board calls another port than that of the cloud.',
    find: (evidence) => {
      const { port } = connectionOf(evidence);
      const { reach } = evidence.bench;
      if (port === null || port === reach.port || !isUnseen(evidence)) return undefined;
      return {
        confidence: 0.95,
        because: [`the board was told port ${port}, and the cloud is to be found at ${reach.port}`],
        next: `Connect to port ${reach.port}; AWS takes MQTT on 8883, and on 443 with ALPN.`,
      };
    },
  },
  {
    name: 'BROKER_HOST_WRONG',
    area: 'tls',
    colour: 'bench',
    title: 'The board calls another host than that of the cloud.',
    find: (evidence) => {
      const { host } = connectionOf(evidence);
      const { reach } = evidence.bench;
      const isSame = host?.toLowerCase() === reach.host.toLowerCase();
      if (host === null || isSame || !isUnseen(evidence)) return undefined;
      return {
        confidence: 0.94,
        because: [`the board was told ${host}, and the cloud is to be found at ${reach.host}`],
        next: `Connect to ${reach.host}, the name and nothing more: no scheme, no port in it.`,
      };
    },
  },
];
