import type { Cause } from '../../cause.ts';
import { refusedHandshake } from '../../connection.ts';

const area = 'tls';
const colour = 'bench';

const NO_CIPHER: readonly string[] = ['HANDSHAKE_FAILURE', 'INSUFFICIENT_SECURITY'];
const NO_SHARED_CIPHER = /no shared cipher|no_shared_cipher/i;
const MOST_SHOWN = 6;

const BROKEN_OFF: readonly string[] = [
  'CONNECTION_RESET',
  'CONNECTION_CLOSED',
  'HANDSHAKE_TIMEOUT',
];

/** What board and server have to agree on before certificates are looked at. */
export const TLS_PARAMETERS: readonly Cause[] = [
  {
    name: 'TLS_VERSION_WITHOUT_OVERLAP',
    area,
    colour,
    title: 'Board and server speak no common version of TLS.',
    find: (evidence) => {
      const refused = refusedHandshake(evidence);
      if (refused?.code !== 'PROTOCOL_VERSION') return undefined;
      const versions = refused.hello?.versions.join(', ');
      return {
        confidence: 0.96,
        because: [
          refused.detail,
          ...(versions === undefined ? [] : [`the board offers ${versions}`]),
        ],
        next: 'Let the server speak TLS 1.2: ESP-AT speaks no TLS 1.3, and from 3.2 on none below 1.2.',
      };
    },
  },
  {
    name: 'TLS_CIPHER_WITHOUT_OVERLAP',
    area,
    colour,
    title: 'Board and server have no common cipher suite.',
    find: (evidence) => {
      const refused = refusedHandshake(evidence);
      if (refused?.by !== 'cloud' || !NO_CIPHER.includes(refused.code)) return undefined;
      const isSaid = NO_SHARED_CIPHER.test(refused.detail);
      // A server that wants a client certificate and gets none sends the same alert, behind its own flight.
      if (!isSaid && refused.code === 'HANDSHAKE_FAILURE') return undefined;
      const suites = refused.hello?.cipherSuites ?? [];
      const shown = suites.slice(0, MOST_SHOWN).map(({ name }) => name);
      return {
        confidence: isSaid ? 0.96 : 0.8,
        because: [
          refused.detail,
          ...(suites.length === 0
            ? []
            : [`the board offers ${suites.length} suites, first ${shown.join(', ')}`]),
        ],
        next: 'Let the server speak ECDHE-RSA-AES128-GCM-SHA256, which AWS and every release have, with a key of the kind that the suite needs.',
      };
    },
  },
  {
    name: 'ALPN_WITHOUT_OVERLAP',
    area,
    colour,
    title: 'The server speaks none of the protocols that the board offers (ALPN).',
    find: (evidence) => {
      const refused = refusedHandshake(evidence);
      if (refused?.code !== 'NO_APPLICATION_PROTOCOL') return undefined;
      const offered = refused.hello?.alpn ?? [];
      return {
        confidence: 0.95,
        because: [
          refused.detail,
          offered.length === 0
            ? 'the board offers no protocol'
            : `the board offers ${offered.join(', ')}`,
        ],
        next: 'On port 443 of AWS offer x-amzn-mqtt-ca (AT+MQTTALPN, from 2.4 on); on 8883 offer none.',
      };
    },
  },
  {
    name: 'HANDSHAKE_BROKEN_OFF',
    area,
    colour,
    title: 'The TLS handshake began, and broke off without a word of either side.',
    find: (evidence) => {
      const refused = refusedHandshake(evidence);
      if (!refused || !BROKEN_OFF.includes(refused.code)) return undefined;
      return {
        confidence: 0.6,
        because: [refused.detail],
        next: 'Look at what stands between: a firewall or proxy that does not like TLS, a weak signal, a server that hangs.',
      };
    },
  },
];
