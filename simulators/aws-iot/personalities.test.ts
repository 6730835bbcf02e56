import { once } from 'node:events';
import { type ConnectionOptions, connect } from 'node:tls';
import { expect } from 'chai';
import { generate } from 'mqtt-packet';
import type { PersonalityName } from '../../harness/clouds/personality.ts';
import { hasOpenssl } from '../esp-at/tls/s-server.ts';
import { runSClient } from './s-client.ts';
import type { StandIn } from './stand-in.ts';
import type { CreatedThing } from './stand-in-options.ts';
import { type BoardSays, shakeAsBoard } from './test-board.ts';
import { startWithThing } from './test-cloud.ts';
import { connectPacket } from './test-device.ts';

/** What came of a handshake: `connected`, `sent 48` or `got 70` (alerts), or how else it ended. */
type Verdict = string;

interface Row {
  readonly personality: PersonalityName;
  /** The simulated 3.4.0.0; with the server's name where AT+MQTTSNI was given. */
  readonly board: Verdict;
  readonly boardWithName?: Verdict;
  /** Node's error code. */
  readonly node: Verdict;
  /** OpenSSL's client, which checks the name as well. */
  readonly openssl: Verdict;
}

const CONNECTED = { board: 'connected', node: 'connected', openssl: 'connected' };

/** The board's alerts are those of v3.4.0.0 (recorded); OpenSSL's are RFC 5246's as its x509_verify_cert picks them. */
const ROWS: readonly Row[] = [
  { personality: 'right', ...CONNECTED },
  {
    personality: 'unknown-ca',
    board: 'sent 48',
    node: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    openssl: 'sent 48',
  },
  {
    personality: 'wrong-name',
    board: 'connected',
    boardWithName: 'sent 42',
    node: 'ERR_TLS_CERT_ALTNAME_INVALID',
    openssl: 'sent 42',
  },
  { personality: 'expired', board: 'sent 45', node: 'CERT_HAS_EXPIRED', openssl: 'sent 45' },
  {
    personality: 'not-yet-valid',
    board: 'sent 46',
    node: 'CERT_NOT_YET_VALID',
    openssl: 'sent 42',
  },
  {
    personality: 'self-signed',
    board: 'sent 48',
    node: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    openssl: 'sent 48',
  },
  { personality: 'bigger-chain', ...CONNECTED },
  {
    personality: 'issued-by-leaf',
    board: 'sent 48',
    node: 'UNSPECIFIED',
    openssl: 'sent 48',
  },
  {
    personality: 'issued-by-namesake',
    board: 'sent 48',
    node: 'CERT_SIGNATURE_FAILURE',
    openssl: 'sent 51',
  },
  {
    personality: 'issued-by-expired',
    board: 'sent 45',
    node: 'CERT_HAS_EXPIRED',
    openssl: 'sent 45',
  },
  {
    personality: 'short-key',
    board: 'sent 43',
    node: 'connected',
    openssl: 'connected',
  },
  {
    personality: 'broken-hash',
    board: 'sent 46',
    node: 'UNSPECIFIED',
    openssl: 'connected',
  },
  { personality: 'long-key', ...CONNECTED },
  { personality: 'until-2060', ...CONNECTED },
  { personality: 'full-records', ...CONNECTED },
  {
    personality: 'tls-1.1-only',
    board: 'sent 70',
    node: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    openssl: 'connected',
  },
  { personality: 'tls-1.2-only', ...CONNECTED },
  { personality: 'tls-1.3-only', ...CONNECTED, board: 'got 70' },
  { personality: 'ecdsa', ...CONNECTED },
  {
    personality: 'port-443',
    board: 'got 120',
    node: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    openssl: 'got 120',
  },
  { personality: 'clock-skewed:0', ...CONNECTED },
  {
    personality: 'clock-skewed:2',
    board: 'sent 46',
    node: 'CERT_NOT_YET_VALID',
    openssl: 'sent 42',
  },
  {
    personality: 'clock-skewed:-400',
    board: 'sent 45',
    node: 'CERT_HAS_EXPIRED',
    openssl: 'sent 45',
  },
  { personality: 'cipher:ECDHE-RSA-AES128-GCM-SHA256', ...CONNECTED },
  { personality: 'cipher:TLS_RSA_WITH_AES_128_CBC_SHA', ...CONNECTED },
  { personality: 'cipher:ECDHE-ECDSA-AES256-GCM-SHA384', ...CONNECTED },
  { personality: 'cipher:DHE-RSA-AES128-GCM-SHA256', ...CONNECTED },
  {
    personality: 'cipher:ECDHE-RSA-CHACHA20-POLY1305',
    ...CONNECTED,
    board: 'got 40',
  },
  { personality: 'cipher:TLS_AES_128_GCM_SHA256', ...CONNECTED, board: 'got 70' },
  {
    personality: 'reset-before-server-hello',
    board: 'reset',
    node: 'ECONNRESET',
    openssl: 'reset',
  },
  {
    personality: 'reset-after-server-flight',
    board: 'reset',
    node: 'ECONNRESET',
    openssl: 'reset',
  },
  { personality: 'reset-before-finished', board: 'reset', node: 'ECONNRESET', openssl: 'reset' },
];

const ofBoard = (says: BoardSays): Verdict => {
  if (says === 'connected') return says;
  if (says.alertSent !== undefined) return `sent ${says.alertSent}`;
  if (says.alertReceived !== undefined) return `got ${says.alertReceived}`;
  return says.text.includes('reset') ? 'reset' : says.text;
};

const askNode = async (
  { endpoint, rootCaPem }: StandIn,
  { certificatePem, keyPem }: CreatedThing,
  options: ConnectionOptions = {},
): Promise<Verdict> => {
  const socket = connect({
    ...endpoint,
    ca: rootCaPem,
    cert: certificatePem,
    key: keyPem,
    ...options,
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(25_000) });
    return 'connected';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.on('error', () => undefined).destroy();
  }
};

const askOpenssl = async (
  cloud: StandIn,
  { certificatePem: cert, keyPem: key }: CreatedThing,
): Promise<Verdict> => {
  const printed = await runSClient(cloud, {
    ...{ ca: cloud.rootCaPem, cert, key },
    // It is let in, and closed for the second CONNECT.
    send: Buffer.concat([generate(connectPacket()), generate(connectPacket())]),
    flags: ['-verify_ip', '127.0.0.1', '-cipher', 'ALL:@SECLEVEL=0'],
  });
  const [, sent] = />>> [^\n]*Alert[^\n]*fatal[^\n]*\n +02 ([0-9a-f]{2})/.exec(printed) ?? [];
  if (sent) return `sent ${Number.parseInt(sent, 16)}`;
  const [, got] = /<<< [^\n]*Alert[^\n]*fatal[^\n]*\n +02 ([0-9a-f]{2})/.exec(printed) ?? [];
  if (got) return `got ${Number.parseInt(got, 16)}`;
  if (/errno=104|reset by peer/i.test(printed)) return 'reset';
  return printed.includes('Verify return code: 0') ? 'connected' : printed;
};

describe('A server with the personality', () => {
  for (const { personality, board, boardWithName = board, node, openssl } of ROWS) {
    it(`${personality} is met accordingly by a board, by Node and by OpenSSL, once each`, async () => {
      const { cloud, thing } = await startWithThing();
      await using _cloud = cloud;

      await using _server = await cloud.serveAs(personality);

      expect(ofBoard(await shakeAsBoard(cloud, thing)), 'board').to.equal(board);
      const named = { serverName: '127.0.0.1', checkedName: '127.0.0.1' };
      expect(ofBoard(await shakeAsBoard(cloud, thing, named)), 'with a name').to.equal(
        boardWithName,
      );
      expect(await askNode(cloud, thing), 'Node').to.equal(node);
      if (hasOpenssl()) expect(await askOpenssl(cloud, thing), 'OpenSSL').to.equal(openssl);
      const met = cloud.events.flatMap((event) => ('personality' in event ? [event] : []));
      expect(new Set(met.map((event) => event.personality))).to.deep.equal(new Set([personality]));
    });
  }
});
