import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { MqttScheme } from '../../boards/mqtt/mqtt-settings.ts';
import type { ServerAppearance } from '../../clouds/personality.ts';
import { SIMULATED_CLOUD } from '../file/bench-schema.ts';
import type { Attempt, Lab } from '../lab.ts';
import { NEW, onReleases, type Wrong } from './on-releases.ts';
import { prepared } from './written-wrongly.ts';

const facing = (
  name: string,
  expected: string,
  appearance: ServerAppearance,
  attempt?: Attempt,
): Wrong => ({
  name,
  expected,
  ...(attempt?.serverName === undefined ? {} : { releases: [NEW] }),
  steps: async (lab) => {
    await prepared(lab);
    await using _server = await lab.cloud.serveAs(appearance);
    await lab.connect(attempt);
  },
});

const withScheme = (name: string, expected: string, scheme: MqttScheme): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    await prepared(lab);
    await lab.connect({ scheme });
  },
});

/** Calls another place than the bench's cloud. */
const calling = (
  name: string,
  expected: string,
  where: { readonly host?: string; readonly port?: number },
): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    await prepared(lab);
    await lab.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java' });
    await lab.board.mqtt.connect({ host: lab.serverName, ...where });
  },
});

/** Something that answers, and not in TLS. */
const callingAShell = async (lab: Lab): Promise<void> => {
  await prepared(lab);
  const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    await lab.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java' });
    await lab.board.mqtt.connect({ host: lab.serverName, port });
  } finally {
    server.close();
  }
};

/** A server that the board refuses or cannot speak with, and another one than the cloud. */
export const WRONG_SERVER = onReleases([
  facing('the server is of another authority', 'SERVER_OF_ANOTHER_AUTHORITY', 'unknown-ca'),
  facing('the server vouches for itself', 'SERVER_OF_ANOTHER_AUTHORITY', 'self-signed'),
  facing("the server's certificate has expired", 'SERVER_CERTIFICATE_EXPIRED', 'expired'),
  facing(
    "the server's certificate is not valid yet",
    'SERVER_CERTIFICATE_NOT_YET_VALID',
    'not-yet-valid',
  ),
  facing(
    'the dates of the server are off by a month',
    'SERVER_CERTIFICATE_NOT_YET_VALID',
    'clock-skewed:30',
  ),
  facing('the server bears another name', 'SERVER_NAME_MISMATCH', 'wrong-name', {
    serverName: SIMULATED_CLOUD,
  }),
  {
    name: 'the board calls by an address, and the certificate bears names',
    expected: 'SERVER_NAME_MISMATCH',
    releases: [NEW],
    steps: async (lab) => {
      await prepared(lab);
      await lab.board.mqtt.configure({
        scheme: 5,
        clientId: 'sdk-java',
        serverName: lab.serverName,
      });
      await lab.board.mqtt.connect({ host: '10.0.2.2' });
    },
  },
  facing('the server speaks TLS 1.3 alone', 'TLS_VERSION_WITHOUT_OVERLAP', 'tls-1.3-only'),
  facing(
    'the server speaks ChaCha20 alone',
    'TLS_CIPHER_WITHOUT_OVERLAP',
    'cipher:ECDHE-RSA-CHACHA20-POLY1305',
  ),
  facing(
    "the server is AWS's port 443, and the board asks for no protocol",
    'ALPN_WITHOUT_OVERLAP',
    'port-443',
  ),
  facing(
    'the connection is reset in the handshake',
    'HANDSHAKE_BROKEN_OFF',
    'reset-before-server-hello',
  ),
  facing('the server hangs in the handshake', 'HANDSHAKE_BROKEN_OFF', 'stall-after-server-flight'),
  {
    name: 'the board offers a protocol that the server does not speak',
    expected: 'ALPN_WITHOUT_OVERLAP',
    releases: [NEW],
    steps: async (lab) => {
      await prepared(lab);
      await lab.connect({ protocols: ['http/1.1'] });
    },
  },
  withScheme('the scheme is plain TCP', 'SCHEME_WITHOUT_TLS', 1),
  withScheme('the scheme checks nobody', 'SCHEME_WITHOUT_CLIENT_CERTIFICATE', 2),
  withScheme('the scheme checks the server alone', 'SCHEME_WITHOUT_CLIENT_CERTIFICATE', 3),
  withScheme('the scheme is WebSocket', 'SCHEME_WITH_WEBSOCKET', 10),
  calling('the port is that of plain MQTT, where nobody listens', 'BROKER_PORT_WRONG', {
    port: 1883,
  }),
  calling('the port is mistyped', 'BROKER_PORT_WRONG', { port: 8833 }),
  {
    name: 'at the port something answers that is no TLS',
    expected: 'BROKER_PORT_WRONG',
    bench: 'reach: {host: 127.0.0.1}',
    steps: callingAShell,
  },
  calling('the host is mistyped', 'BROKER_HOST_WRONG', { host: 'iot.bench.tset' }),
  calling('the host carries the port', 'BROKER_HOST_WRONG', {
    host: `${SIMULATED_CLOUD}:8883`,
  }),
]);
