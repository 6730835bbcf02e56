import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect } from 'chai';
import { sampleAuthority, sampleDevice, strangeAuthority } from '../../certs/sample-credentials.ts';
import { hasOpenssl } from '../esp-at/tls/s-server.ts';
import { runSClient } from './s-client.ts';
import type { StandIn } from './stand-in.ts';
import { seen, startCloud } from './test-cloud.ts';
import { connectPacket, logIn, secure } from './test-device.ts';

const plain = async ({ endpoint }: StandIn): Promise<Socket> => {
  const socket = connectTcp(endpoint.port, endpoint.host);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

describe('A TLS handshake with the stand-in', () => {
  it('can be made with TLS 1.2 and 1.3, and tells name, protocol and cipher', async () => {
    await using cloud = await startCloud();
    const thing = await cloud.createThing();
    const options = { servername: 'localhost', ALPNProtocols: ['x-amzn-mqtt-ca'] };

    await using _old = await secure(cloud, thing, {
      ...options,
      maxVersion: 'TLSv1.2',
      ciphers: 'AES128-SHA256',
    });
    await using _new = await secure(cloud, thing);

    expect(await seen(cloud, { kind: 'tls-accepted', connection: 1 })).to.include({
      sni: 'localhost',
      alpn: 'x-amzn-mqtt-ca',
      version: 'TLSv1.2',
      cipher: 'AES128-SHA256',
    });
    expect(await seen(cloud, { kind: 'tls-accepted', connection: 2 })).to.include({
      sni: null,
      alpn: null,
      version: 'TLSv1.3',
    });
  });

  it('tells what the device shows behind its certificate', async () => {
    await using cloud = await startCloud();
    const thing = await cloud.createThing();
    const issuer = await (await sampleAuthority()).deviceIssuerPem();

    await using _device = await secure(cloud, thing, {
      maxVersion: 'TLSv1.2',
      cert: thing.certificatePem + issuer,
    });

    const { peer } = await seen(cloud, { kind: 'tls-accepted' });
    expect(peer).to.deep.include({
      certificateId: thing.certificateId,
      behind: [createHash('sha256').update(new X509Certificate(issuer).raw).digest('hex')],
    });
  });

  it('cannot be made with TLS 1.1, nor without a common cipher suite: alerts 70 and 40', async () => {
    await using cloud = await startCloud();
    for (const [options, number] of [
      [{ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }, 70],
      [{ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-CHACHA20-POLY1305' }, 40],
    ] as const) {
      const from = cloud.events.length;
      const socket = connectTls({ ...cloud.endpoint, ...options, ca: cloud.rootCaPem });
      await once(socket, 'error');
      const refused = await seen(cloud, { kind: 'tls-refused' }, from);
      expect(refused).to.include({ by: 'cloud' });
      expect(refused.alert).to.include({ level: 'fatal', number });
    }
  });

  it('gives no session ticket and goes by its own order of ciphers, as AWS does', async () => {
    await using cloud = await startCloud();
    const socket = connectTls({
      ...cloud.endpoint,
      ca: cloud.rootCaPem,
      maxVersion: 'TLSv1.2',
      ciphers: 'AES128-SHA256:AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256',
    });
    await once(socket, 'secureConnect');

    expect(socket.getTLSTicket()).to.equal(undefined);
    expect(socket.getCipher().name).to.equal('ECDHE-RSA-AES128-GCM-SHA256');
    socket.destroy();
  });

  it('shows another server certificate as soon as it is told to', async () => {
    await using cloud = await startCloud();
    const thing = await cloud.createThing();
    const other = await (await strangeAuthority()).issueServer({ addresses: ['127.0.0.1'] });

    await cloud.serveAs(other);
    const error = await secure(cloud, thing).catch((cause: NodeJS.ErrnoException) => cause);
    expect(error).to.have.property('code', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    await cloud.serveAs(undefined);

    await using _device = await logIn(cloud, thing);
    await seen(cloud, { kind: 'connect', connection: 2, outcome: { accepted: true } });
  });

  const NO_TLS: readonly [what: string, bytes: Buffer | string][] = [
    ['an MQTT CONNECT', Buffer.from('101000044d5154540402003c000474657374', 'hex')],
    ['an HTTP request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['noise', Buffer.from('00ff00ff00ff00ff00ff00ff', 'hex')],
  ];
  for (const [what, bytes] of NO_TLS) {
    it(`does not begin with ${what}`, async () => {
      await using cloud = await startCloud();
      const socket = await plain(cloud);

      socket.end(bytes);

      const refused = await seen(cloud, { kind: 'tls-refused' });
      expect(refused).to.include({ by: 'cloud', code: 'NOT_TLS', connection: 1 });
      if (what !== 'noise') expect(refused.detail).to.include(`${what} without TLS`);
      socket.destroy();
    });
  }

  it('is reported when the device goes away in it, politely or not, or says nothing', async () => {
    await using cloud = await startCloud({ handshakeTimeoutMs: 200 });
    const [closes, resets, waits] = [await plain(cloud), await plain(cloud), await plain(cloud)];

    closes.end();
    resets.resetAndDestroy();

    const code = async (connection: number) =>
      (await seen(cloud, { kind: 'tls-refused', connection })).code;
    expect(await code(1)).to.equal('CONNECTION_CLOSED');
    expect(await code(2)).to.equal('CONNECTION_RESET');
    expect(await code(3)).to.equal('HANDSHAKE_TIMEOUT');
    for (const socket of [closes, waits]) socket.destroy();
  });

  for (const [what, sent] of [
    ['that says nothing', ''],
    ['that stops in its hello', '16030100ff01'],
  ] as const) {
    it(`with a device ${what} is closed when its time is over`, async () => {
      await using cloud = await startCloud({ handshakeTimeoutMs: 100 });
      const device = await plain(cloud);
      const closed = once(device, 'close', { signal: AbortSignal.timeout(25_000) });

      device.resume().write(Buffer.from(sent, 'hex'));

      await closed;
      await seen(cloud, { kind: 'tls-refused', connection: 1 });
    });
  }

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`refuses bad certificates in itself where the stand-in is told so (${maxVersion})`, async () => {
      await using cloud = await startCloud({ certCheck: 'handshake', noCertificate: 'handshake' });
      const stranger = await (await strangeAuthority()).issueDevice();
      const alerts = { unknown: 46, none: 40 };

      for (const [login, cause, number] of [
        [stranger, 'CERTIFICATE_UNKNOWN', alerts.unknown],
        [null, 'CERTIFICATE_MISSING', alerts.none],
      ] as const) {
        const from = cloud.events.length;
        const device = await secure(cloud, login, { maxVersion }).catch(() => null);
        await device?.ended.catch(() => undefined);
        const refused = await seen(cloud, { kind: 'tls-refused' }, from);
        expect(refused.by).to.equal('cloud');
        if (maxVersion === 'TLSv1.2') expect(refused.alert).to.include({ number });
        else expect(refused).to.include({ code: cause, alert: null });
      }
      const good = await cloud.createThing({ credentials: await sampleDevice() });
      await using _device = await secure(cloud, good, { maxVersion });
      await seen(cloud, { kind: 'tls-accepted', connection: 3 });
      expect(cloud.events.filter(({ kind }) => kind === 'tls-accepted')).to.have.length(1);
    });
  }
});

describe('openssl s_client at the stand-in', () => {
  before(function (this: Mocha.Context) {
    if (!hasOpenssl()) this.skip(); // openssl is not installed on this machine
  });

  for (const version of ['tls1_2', 'tls1_3']) {
    it(`sees close_notify, and no answer, when CONNECT is refused (${version})`, async () => {
      await using cloud = await startCloud();
      const { certificatePem: cert, keyPem: key } = await (await strangeAuthority()).issueDevice();
      const { generate } = await import('mqtt-packet');

      const printed = await runSClient(cloud, {
        ...{ ca: cloud.rootCaPem, cert, key },
        ...{ version, send: generate(connectPacket()) },
      });

      expect(printed).to.match(/<<< [^\n]*Alert[^\n]*warning close_notify/);
      await seen(cloud, { kind: 'connect', outcome: { cause: 'CERTIFICATE_UNKNOWN' } });
    });

    it(`that trusts another root says so by alert 48 (${version})`, async () => {
      await using cloud = await startCloud();
      const { certificatePem: cert, keyPem: key } = await sampleDevice();
      const ca = (await strangeAuthority()).certificatePem;

      await runSClient(cloud, { ca, cert, key, version });

      const refused = await seen(cloud, { kind: 'tls-refused' });
      expect(refused).to.include({ by: 'device', code: 'UNKNOWN_CA' });
      expect(refused.alert).to.include({ level: 'fatal', number: 48, name: 'unknown_ca' });
    });
  }

  it('that finds the server certificate expired says so by alert 45', async () => {
    await using cloud = await startCloud();
    const { certificatePem: cert, keyPem: key } = await sampleDevice();
    const day = 24 * 3600_000;
    const expired = await (await sampleAuthority()).issueServer({
      addresses: ['127.0.0.1'],
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    });
    await cloud.serveAs(expired);

    await runSClient(cloud, { ca: cloud.rootCaPem, cert, key, version: 'tls1_2' });

    const refused = await seen(cloud, { kind: 'tls-refused' });
    expect(refused).to.include({ by: 'device', code: 'CERTIFICATE_EXPIRED' });
    expect(refused.alert).to.include({ number: 45 });
  });
});
