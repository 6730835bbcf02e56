import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import type { Context } from 'mocha';
import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { realTimers } from '../../network/timers.ts';
import { connectTls, type TlsOutcome } from './connect-tls.ts';
import { MBEDTLS_3 } from './profile.ts';
import { hasOpenssl, type SServer, startSServer } from './s-server.ts';
import { tapWire } from './wire-tap.ts';

/** A server that is not Node: it verifies a client during the handshake, as brokers do. */
describe('TLS client of the modem against openssl s_server', () => {
  let authority: Authority;
  let device: DeviceCredentials;
  let server: SServer;

  before(async function (this: Context) {
    if (!hasOpenssl()) {
      console.log('      openssl is not on this computer');
      this.skip();
    }
    authority = await createAuthority();
    const [identity, caPem] = await Promise.all([
      authority.issueServer({ names: ['broker.test'], addresses: ['10.0.2.2'] }),
      authority.deviceIssuerPem(),
    ]);
    device = await authority.issueDevice();
    server = await startSServer({ certPem: identity.chainPem, keyPem: identity.keyPem, caPem });
  });

  after(() => server?.[Symbol.asyncDispose]());

  const attempt = async (
    credentials: DeviceCredentials,
    options: { now?: () => Date; hasIdentity?: boolean } = {},
  ): Promise<{ seen: readonly string[]; outcome: TlsOutcome }> => {
    await using tap = await tapWire(server.port);
    const socket = connect(tap.port, '127.0.0.1');
    await once(socket, 'connect');
    const outcome = await connectTls({
      socket,
      profile: MBEDTLS_3,
      credentials: {
        ca: Buffer.from(credentials.caPem),
        certificate: Buffer.from(credentials.certificatePem),
        key: Buffer.from(credentials.keyPem),
      },
      isServerVerified: true,
      hasIdentity: true,
      now: () => new Date(),
      timers: realTimers,
      signal: new AbortController().signal,
      ...options,
    });
    if ('connection' in outcome) {
      outcome.connection.stream.write('olleh\n');
      expect(String((await once(outcome.connection.stream, 'data'))[0])).to.equal('hello\n');
      outcome.connection.hangUp();
    }
    await tap.ended();
    return { seen: [...tap.seen], outcome };
  };

  it('is let in', async () => {
    const { outcome } = await attempt(device);

    expect(outcome).to.have.property('connection');
  });

  it('gets alert 48 for a certificate of another authority', async () => {
    const other = await createAuthority({ name: 'other' });

    const { seen } = await attempt({ ...(await other.issueDevice()), caPem: device.caPem });

    expect(seen.at(-1)).to.equal('server alert 48');
  });

  it('gets alert 51 for a certificate that does not fit its key', async () => {
    const { keyPem } = await authority.issueDevice();

    const { seen } = await attempt({ ...device, keyPem });

    expect(seen).to.include('device CertificateVerify');
    expect(seen.at(-1)).to.equal('server alert 51');
  });

  it('gets alert 40 without a certificate', async () => {
    const { seen } = await attempt(device, { hasIdentity: false });

    expect(seen.at(-1)).to.equal('server alert 40');
  });

  it('sends alert 46 and nothing else of its flight with its clock at 1970', async () => {
    const { seen } = await attempt(device, { now: () => new Date(0) });

    expect(seen.slice(-2)).to.deep.equal(['server ServerHelloDone', 'device alert 46']);
  });
});
