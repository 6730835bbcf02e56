import type { Cause } from '../../cause.ts';
import {
  connectionOf,
  isPlain,
  isShowing,
  isWebSocket,
  lastOf,
  refusedConnect,
  refusedHandshake,
} from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';

const area = 'tls';
const colour = 'bench';
const RIGHT =
  'Configure scheme 5 (AT+MQTTUSERCFG=0,5,...): TLS, the server checked, and the own certificate shown.';

/** Alerts by which servers say that they want a certificate and got none (TLS 1.2, TLS 1.3). */
const WANTS_CERTIFICATE: readonly string[] = [
  'HANDSHAKE_FAILURE',
  'CERTIFICATE_REQUIRED',
  'CERTIFICATE_MISSING',
];

const shownNothing = (evidence: Evidence): string | undefined => {
  const connect = refusedConnect(evidence);
  if (connect?.outcome.cause === 'CERTIFICATE_MISSING') return connect.outcome.detail;
  const handshake = refusedHandshake(evidence);
  return handshake?.by === 'cloud' && WANTS_CERTIFICATE.includes(handshake.code)
    ? handshake.detail
    : undefined;
};

/** How the board was told to connect, against what the cloud wants. */
export const SCHEME: readonly Cause[] = [
  {
    name: 'SCHEME_WITHOUT_TLS',
    area,
    colour,
    title: 'The board speaks plain TCP to a port that speaks TLS.',
    find: (evidence) => {
      const refused = refusedHandshake(evidence);
      const { scheme } = connectionOf(evidence);
      if (refused?.code !== 'NOT_TLS' || !(scheme === null || isPlain(scheme))) return undefined;
      return {
        confidence: scheme === null ? 0.8 : 0.97,
        because: [refused.detail, ...(scheme === null ? [] : [`the scheme is ${scheme}`])],
        next: RIGHT,
      };
    },
  },
  {
    name: 'SCHEME_WITHOUT_CLIENT_CERTIFICATE',
    area,
    colour,
    title: 'The scheme shows the cloud no certificate of the board.',
    find: (evidence) => {
      const { scheme } = connectionOf(evidence);
      const said = shownNothing(evidence);
      if (said === undefined || (scheme !== null && isShowing(scheme))) return undefined;
      return {
        confidence: scheme === null ? 0.6 : 0.97,
        because: [said, ...(scheme === null ? [] : [`the scheme is ${scheme}`])],
        next: RIGHT,
      };
    },
  },
  {
    name: 'SCHEME_WITH_WEBSOCKET',
    area,
    colour,
    title: 'The board speaks WebSocket to a port that speaks MQTT.',
    find: (evidence) => {
      const { scheme, isMade } = connectionOf(evidence);
      if (!isWebSocket(scheme) || isMade !== false || isPlain(scheme)) return undefined;
      const lost = lastOf(evidence, 'disconnect');
      const said = lost?.clientId === null ? [lost.detail] : [];
      return { confidence: 0.9, because: [`the scheme is ${scheme}`, ...said], next: RIGHT };
    },
  },
];
