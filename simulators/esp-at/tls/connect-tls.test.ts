import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import {
  createServer,
  type Server,
  type TlsOptions as ServerTlsOptions,
  type TLSSocket,
} from 'node:tls';
import { expect } from 'chai';
import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import type { ServerIdentity } from '../../../certs/server-identity.ts';
import { realTimers } from '../../network/timers.ts';
import type { ConnectFailure } from './connect-failure.ts';
import { connectTls, type TlsOptions, type TlsOutcome } from './connect-tls.ts';
import type { CredentialBytes } from './credentials.ts';
import { MBEDTLS_2, MBEDTLS_3 } from './profile.ts';
import { tapWire } from './wire-tap.ts';

const SERVER_FLIGHT = [
  'server ServerHello',
  'server Certificate',
  'server ServerKeyExchange',
  'server CertificateRequest',
  'server ServerHelloDone',
];
const UP_TO_THE_FLIGHT = ['device ClientHello', ...SERVER_FLIGHT];
const DEVICE_FLIGHT = [
  'Certificate',
  'ClientKeyExchange',
  'CertificateVerify',
  'ChangeCipherSpec',
].map((message) => `device ${message}`);
const FINISHED = [
  ...UP_TO_THE_FLIGHT,
  ...DEVICE_FLIGHT,
  'server NewSessionTicket',
  'server ChangeCipherSpec',
];

/** The server's side of a connection that came about. */
interface Accepted {
  readonly socket: TLSSocket;
  readonly version: string | null;
  /** The certificate (DER) that the client showed. */
  readonly shown: Buffer;
}

/** One attempt against a server that demands a certificate: what passed on the wire and what came of it. */
interface Attempt {
  readonly seen: readonly string[];
  readonly hello: Buffer;
  readonly outcome: TlsOutcome;
  readonly failure: ConnectFailure;
  /** Codes of the server's own errors. */
  readonly serverErrors: readonly string[];
  readonly accepted: Accepted | undefined;
}

describe('TLS client of the modem', () => {
  let authority: Authority;
  let other: Authority;
  let identity: ServerIdentity;
  let device: DeviceCredentials;
  let clientCa: string;

  before(async () => {
    [authority, other] = await Promise.all([createAuthority(), createAuthority({ name: 'other' })]);
    [identity, device, clientCa] = await Promise.all([
      authority.issueServer({ names: ['broker.test'], addresses: ['10.0.2.2'] }),
      authority.issueDevice(),
      authority.deviceIssuerPem(),
    ]);
  });

  const bytes = ({ caPem, certificatePem, keyPem }: DeviceCredentials): CredentialBytes => ({
    ca: Buffer.from(caPem),
    certificate: Buffer.from(certificatePem),
    key: Buffer.from(keyPem),
  });

  const attempt = async (
    options: Partial<TlsOptions> = {},
    serverOptions: ServerTlsOptions = {},
  ): Promise<Attempt> => {
    const server = createServer({
      cert: identity.chainPem,
      key: identity.keyPem,
      ca: clientCa,
      requestCert: true,
      rejectUnauthorized: true,
      ...serverOptions,
    });
    await using running = await listening(server);
    await using tap = await tapWire(running.port);
    const socket = connect(tap.port, '127.0.0.1');
    await once(socket, 'connect');
    const outcome = await connectTls({
      socket,
      profile: MBEDTLS_3,
      credentials: bytes(device),
      isServerVerified: true,
      hasIdentity: true,
      now: () => new Date(),
      timers: realTimers,
      signal: new AbortController().signal,
      ...options,
    });
    if ('connection' in outcome) {
      const { stream, hangUp } = outcome.connection;
      stream.write('ping');
      expect(String((await once(stream, 'data'))[0])).to.equal('ping');
      hangUp();
    }
    await tap.ended();
    return {
      seen: [...tap.seen],
      hello: tap.hello,
      outcome,
      failure: 'failure' in outcome ? outcome.failure : ({} as ConnectFailure),
      serverErrors: running.errors,
      accepted: running.accepted[0],
    };
  };

  it('shakes hands and shows its certificate', async () => {
    const { seen, accepted } = await attempt();

    expect(seen).to.deep.equal(FINISHED);
    expect(accepted?.version).to.equal('TLSv1.2');
    expect(accepted?.shown).to.deep.equal(new X509Certificate(device.certificatePem).raw);
  });

  it('closes without a close_notify', async () => {
    const { serverErrors, accepted } = await attempt();

    expect(accepted?.socket.destroyed).to.equal(true);
    expect(serverErrors).to.deep.equal([]);
  });

  for (const [cause, options, alert] of [
    ['its clock stands at 1970', () => ({ now: () => new Date(9_000) }), 46],
    [
      'its clock says the certificate has expired',
      () => ({ now: () => new Date('2080-01-01') }),
      45,
    ],
    [
      'it trusts another authority',
      () => ({ credentials: { ...bytes(device), ca: Buffer.from(other.certificatePem) } }),
      48,
    ],
    [
      'it trusts another authority and its clock stands at 1970',
      () => ({
        credentials: { ...bytes(device), ca: Buffer.from(other.certificatePem) },
        now: () => new Date(9_000),
      }),
      48,
    ],
    ['the certificate is for another name', () => ({ checkedName: 'else.test' }), 42],
    ['the certificate is for another address', () => ({ checkedName: '10.0.2.3' }), 42],
  ] as const) {
    it(`refuses the server with alert ${alert} in the place of its flight when ${cause}`, async () => {
      const { seen, failure, serverErrors } = await attempt(options());

      expect(seen).to.deep.equal([...UP_TO_THE_FLIGHT, `device alert ${alert}`]);
      expect(failure).to.include({ stage: 'tls', alertSent: alert, mbedtls: 0x2700 });
      expect(serverErrors.join()).to.match(/ALERT/);
    });
  }

  it('finds the name and the address of the server in its certificate', async () => {
    expect((await attempt({ checkedName: 'BROKER.test' })).seen).to.deep.equal(FINISHED);
    expect((await attempt({ checkedName: '10.0.2.2' })).seen).to.deep.equal(FINISHED);
  });

  it('takes a server of any name as long as none is checked', async () => {
    const elsewhere = await authority.issueServer({ names: ['elsewhere.test'] });

    const { seen } = await attempt({}, { cert: elsewhere.chainPem, key: elsewhere.keyPem });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('verifies through an intermediate', async () => {
    const below = await authority.issueServer({ names: ['b.test'], signedBy: 'intermediate' });

    const { seen } = await attempt({}, { cert: below.chainPem, key: below.keyPem });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('refuses a chain whose intermediate is missing', async () => {
    const below = await authority.issueServer({ names: ['b.test'], signedBy: 'intermediate' });

    const { failure } = await attempt({}, { cert: below.certificatePem, key: below.keyPem });

    expect(failure.alertSent).to.equal(48);
  });

  it('takes any of several trusted certificates', async () => {
    const ca = Buffer.from(`${other.certificatePem}\n${device.caPem}`);

    const { seen } = await attempt({ credentials: { ...bytes(device), ca } });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('takes a server unseen when it does not verify', async () => {
    const { seen } = await attempt({
      isServerVerified: false,
      now: () => new Date(0),
      credentials: { ...bytes(device), ca: undefined },
    });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('sends an empty Certificate without an identity, and gets alert 40', async () => {
    const { seen, failure } = await attempt({ hasIdentity: false });

    expect(seen).to.deep.equal([
      ...UP_TO_THE_FLIGHT,
      'device Certificate',
      'device ClientKeyExchange',
      'device ChangeCipherSpec',
      'server alert 40',
    ]);
    expect(failure).to.include({ alertReceived: 40, mbedtls: 0x7780 });
  });

  it('shows a certificate that does not fit its key, and gets alert 51', async () => {
    const { keyPem } = await authority.issueDevice();

    const { seen, failure, accepted } = await attempt({
      credentials: bytes({ ...device, keyPem }),
    });

    expect(seen).to.deep.equal([...UP_TO_THE_FLIGHT, ...DEVICE_FLIGHT, 'server alert 51']);
    expect(failure.alertReceived).to.equal(51);
    expect(accepted).to.equal(undefined);
  });

  for (const [what, spoilt] of [
    ['a key that is garbage', { key: Buffer.from('garbage') }],
    ['no key', { key: undefined }],
    ['a certificate that is garbage', { certificate: Buffer.alloc(900, 0xff) }],
    [
      'a CA that is garbage',
      { ca: Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----') },
    ],
    ['no CA', { ca: new Uint8Array() }],
  ] as const) {
    it(`opens a connection and says nothing on it with ${what}`, async () => {
      const { seen, failure } = await attempt({ credentials: { ...bytes(device), ...spoilt } });

      expect(seen).to.deep.equal([]);
      expect(failure.stage).to.equal('setup');
    });
  }

  it('gets alert 70 from a server that has TLS 1.3 only', async () => {
    const { seen, failure } = await attempt({}, { minVersion: 'TLSv1.3' });

    expect(seen).to.deep.equal(['device ClientHello', 'server alert 70']);
    expect(failure.alertReceived).to.equal(70);
  });

  it('speaks TLS 1.0 as mbedTLS 2 does, and not as mbedTLS 3', async () => {
    const old = {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    } as const;

    const withOld = await attempt({ profile: MBEDTLS_2 }, old);
    const withNew = await attempt({ profile: MBEDTLS_3 }, old);

    expect(withOld.accepted?.version).to.equal('TLSv1');
    expect(withNew.failure.alertSent).to.equal(70);
  });

  it('sends a name only when it has one, also an address', async () => {
    expect(nameIn((await attempt()).hello)).to.equal(undefined);
    expect(nameIn((await attempt({ serverName: 'broker.test' })).hello)).to.equal('broker.test');
    expect(nameIn((await attempt({ serverName: '10.0.2.2' })).hello)).to.equal('10.0.2.2');
  });

  it('writes its hello as mbedTLS 3 does: versions, suites in order, groups, signatures', async () => {
    const { hello } = await attempt({ alpn: ['x-amzn-mqtt-ca'] });

    expect(hello.subarray(0, 3).toString('hex')).to.equal('160303');
    expect(hello.subarray(9, 11).toString('hex')).to.equal('0303');
    expect(hello[43], 'session id').to.equal(0);
    expect(hello.subarray(46, 58).toString('hex')).to.equal('c02cc030009fc0adc09fc024');
    const extensions = extensionsOf(hello);
    expect(extensions.get(16)).to.equal('000f0e782d616d7a6e2d6d7174742d6361');
    expect(extensions.get(10)).to.equal('000e001d001700180019001a001b001c');
    expect(extensions.get(13)).to.equal('000c060306010503050104030401');
    expect([...extensions.keys()].sort((a, b) => a - b)).to.deep.equal([
      10, 11, 13, 16, 22, 23, 35,
    ]);
  });

  it('offers ALPN, and takes what the server chose', async () => {
    const { accepted } = await attempt(
      { alpn: ['x-amzn-mqtt-ca'] },
      { ALPNProtocols: ['x-amzn-mqtt-ca'] },
    );

    expect(accepted?.socket.alpnProtocol).to.equal('x-amzn-mqtt-ca');
  });

  it('can be made to overlook, by a planted defect', async () => {
    const { seen } = await attempt({ now: () => new Date(0), seams: { faults: () => new Set() } });

    expect(seen).to.deep.equal(FINISHED);
  });
});

interface Listening extends AsyncDisposable {
  readonly port: number;
  readonly errors: string[];
  readonly accepted: Accepted[];
}

/** Echoes, and remembers whom it has accepted. */
const listening = async (server: Server): Promise<Listening> => {
  const errors: string[] = [];
  const accepted: Accepted[] = [];
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
  server.on('secureConnection', (socket) => {
    accepted.push({
      socket,
      version: socket.getProtocol(),
      shown: socket.getPeerCertificate().raw,
    });
    socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    errors,
    accepted,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Extension number to its bytes (hex) in a ClientHello record. */
const extensionsOf = (hello: Buffer): Map<number, string> => {
  let at = 44 + (hello[43] ?? 0);
  at += 2 + hello.readUInt16BE(at); // suites
  at += 1 + hello.readUInt8(at); // compression
  at += 2; // length of all extensions
  const found = new Map<number, string>();
  while (at < hello.length) {
    const length = hello.readUInt16BE(at + 2);
    found.set(hello.readUInt16BE(at), hello.subarray(at + 4, at + 4 + length).toString('hex'));
    at += 4 + length;
  }
  return found;
};

const nameIn = (hello: Buffer): string | undefined => {
  const extension = extensionsOf(hello).get(0);
  return extension === undefined
    ? undefined
    : Buffer.from(extension, 'hex').subarray(5).toString('latin1');
};
