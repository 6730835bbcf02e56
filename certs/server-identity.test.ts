import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { expect } from 'chai';
import { BadInput } from '../errors/bench-error.ts';
import { parseCertificates } from './credentials.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from './sample-credentials.ts';
import type { ServerIdentity } from './server-identity.ts';

/** Its object identifier, RFC 3279. */
const SHA_1_WITH_RSA = Buffer.from('2a864886f70d010105', 'hex');

/** What Node's client says about a server, and the server about the client: null or the reason. */
const shakeHands = async (identity: ServerIdentity, ca: string, servername = 'localhost') => {
  const device = await sampleDevice();
  const server = createServer({
    key: identity.keyPem,
    cert: identity.chainPem,
    ca: await (await sampleAuthority()).deviceIssuerPem(),
    requestCert: true,
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.2',
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    servername,
    ca,
    cert: device.certificatePem,
    key: device.keyPem,
    rejectUnauthorized: false,
  });
  const [[socket]] = await Promise.all([
    once(server, 'secureConnection'),
    once(client, 'secureConnect'),
  ]);
  const verdict = { ofServer: client.authorizationError, ofDevice: socket.authorizationError };
  client.destroy();
  socket.destroy();
  server.close();
  await once(server, 'close');
  return verdict;
};

describe('A server identity', () => {
  it('is believed by those who trust the root, and believes a device', async () => {
    const authority = await sampleAuthority();
    const server = await authority.issueServer({ names: ['localhost'] });

    const verdict = await shakeHands(server, server.caPem);

    expect(server.caPem).to.equal(authority.certificatePem);
    expect(verdict).to.deep.equal({ ofServer: null, ofDevice: null });
  });

  it('is believed through its intermediate', async () => {
    const server = await (await sampleAuthority()).issueServer({
      names: ['localhost'],
      signedBy: 'intermediate',
    });

    const verdict = await shakeHands(server, server.caPem);

    expect(verdict.ofServer).to.equal(null);
    expect(parseCertificates(server.chainPem)).to.have.lengthOf(2);
  });

  it('is not believed by those who trust another root', async () => {
    const server = await (await sampleAuthority()).issueServer({ names: ['localhost'] });

    const verdict = await shakeHands(server, (await strangeAuthority()).certificatePem);

    expect(verdict.ofServer).to.equal('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('is not believed under another name', async () => {
    const server = await (await sampleAuthority()).issueServer({ names: ['localhost'] });

    const verdict = await shakeHands(server, server.caPem, 'example.com');

    expect(verdict.ofServer).to.equal('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is not believed when it has expired', async () => {
    const server = await (await sampleAuthority()).issueServer({
      names: ['localhost'],
      notAfter: new Date(Date.now() - 60_000),
    });

    const verdict = await shakeHands(server, server.caPem);

    expect(verdict.ofServer).to.equal('CERT_HAS_EXPIRED');
  });

  for (const [signedBy, reason] of [
    // Node's name for an issuer that may issue none.
    ['a leaf', 'UNSPECIFIED'],
    ['a namesake', 'CERT_SIGNATURE_FAILURE'],
    ['an expired authority', 'CERT_HAS_EXPIRED'],
  ] as const) {
    it(`is not believed when ${signedBy} has signed it`, async () => {
      const authority = await sampleAuthority();
      const server = await authority.issueServer({ names: ['localhost'], signedBy });

      const verdict = await shakeHands(server, authority.certificatePem);

      expect(verdict.ofServer).to.equal(reason);
    });
  }

  it('has the key and the hash that are asked for', async () => {
    const authority = await sampleAuthority();

    const weak = await authority.issueServer({ names: ['a.test'], key: 'rsa-1024', hash: 'SHA-1' });

    const { publicKey, raw } = new X509Certificate(weak.certificatePem);
    expect(publicKey.asymmetricKeyDetails?.modulusLength).to.equal(1024);
    expect(raw.includes(SHA_1_WITH_RSA)).to.equal(true);
  });

  it('can vouch for itself alone', async () => {
    const authority = await sampleAuthority();
    const server = await authority.issueServer({ names: ['localhost'], signedBy: 'itself' });

    const verdict = await shakeHands(server, authority.certificatePem);

    expect(verdict.ofServer).to.equal('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('may have a key on a curve below the same root, or vouch for itself with it', async () => {
    const authority = await sampleAuthority();
    const server = await authority.issueServer({ names: ['localhost'], key: 'p-256' });
    const alone = await authority.issueServer({
      names: ['localhost'],
      key: 'p-256',
      signedBy: 'itself',
    });

    expect((await shakeHands(server, server.caPem)).ofServer).to.equal(null);
    expect((await shakeHands(alone, alone.caPem)).ofServer).to.equal(null);
    expect(new X509Certificate(server.certificatePem).publicKey.asymmetricKeyType).to.equal('ec');
  });

  it('fills a Certificate message of the size that is asked for', async () => {
    const server = await (await sampleAuthority()).issueServer({
      names: ['localhost'],
      signedBy: 'intermediate',
      chainBytes: 4900,
    });

    const message = parseCertificates(server.chainPem).reduce(
      (sum, { raw }) => sum + 3 + raw.length,
      7,
    );
    const verdict = await shakeHands(server, server.caPem);

    expect(message).to.equal(4900);
    expect(verdict.ofServer).to.equal(null);
  });

  it('is named after its first name or address', async () => {
    const authority = await sampleAuthority();

    const named = await authority.issueServer({ addresses: ['10.0.2.2', 'fe80::1'] });
    const nameless = await authority.issueServer({});

    expect(new X509Certificate(named.certificatePem).subject).to.equal('CN=10.0.2.2');
    expect(new X509Certificate(named.certificatePem).subjectAltName).to.equal(
      'IP Address:10.0.2.2, IP Address:FE80:0:0:0:0:0:0:1',
    );
    expect(new X509Certificate(nameless.certificatePem).subjectAltName).to.equal(undefined);
  });

  it('is refused for what is neither a name nor an address', async () => {
    const authority = await sampleAuthority();
    const code = (options: Parameters<typeof authority.issueServer>[0]) =>
      authority.issueServer(options).then(
        () => 'issued',
        (error: unknown) => (error instanceof BadInput ? error.code : error),
      );

    expect(await code({ names: ['not a name'] })).to.equal('NOT_A_HOST_NAME');
    expect(await code({ names: ['127.0.0.1'] })).to.equal('NOT_A_HOST_NAME');
    expect(await code({ names: ['a..b'] })).to.equal('NOT_A_HOST_NAME');
    expect(await code({ addresses: ['localhost'] })).to.equal('NOT_AN_ADDRESS');
  });
});
