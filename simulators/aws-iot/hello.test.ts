import { expect } from 'chai';
import { generate } from 'mqtt-packet';
import { sampleDevice } from '../../certs/sample-credentials.ts';
import { judgeCipherSuites } from '../../harness/clouds/cipher-suite-case.ts';
import { RELEASES, releaseProfile } from '../esp-at/releases/releases.ts';
import { hasOpenssl } from '../esp-at/tls/s-server.ts';
import { runSClient } from './s-client.ts';
import { shakeAsBoard } from './test-board.ts';
import { seen, startCloud } from './test-cloud.ts';
import { connectPacket } from './test-device.ts';

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('What a device offers', () => {
  for (const release of RELEASES) {
    it(`stands in the event of its handshake, for release ${release}`, async () => {
      await using cloud = await startCloud();
      const profile = releaseProfile(release).tls;

      const says = await shakeAsBoard(cloud, await cloud.createThing(), {
        profile,
        serverName: 'broker.test',
        alpn: ['x-amzn-mqtt-ca'],
      });

      expect(says).to.equal('connected');
      const { hello } = await seen(cloud, { kind: 'tls-accepted' });
      expect(hello).to.deep.include({
        versions: [profile.maxVersion],
        sni: 'broker.test',
        alpn: ['x-amzn-mqtt-ca'],
      });
      expect(hello?.groups).to.have.lengthOf(profile.groups.length);
      expect(names(hello?.signatureAlgorithms ?? [])).to.have.lengthOf(
        profile.signatureAlgorithms.length,
      );
      const suites = names(hello?.cipherSuites ?? []);
      expect(suites).to.have.lengthOf(profile.ciphers.length + 1);
      expect(suites.at(-1)).to.equal('TLS_EMPTY_RENEGOTIATION_INFO_SCSV');
      const { verdict, recommended } = judgeCipherSuites(hello);
      expect(verdict).to.equal('warn'); // it also offers CCM, which AWS does not speak
      expect(recommended).to.have.lengthOf(2);
    });
  }

  it('stands in the event of a refusal too', async () => {
    await using cloud = await startCloud({ minVersion: 'TLSv1.3' });

    await shakeAsBoard(cloud, await cloud.createThing());

    const { hello, alert } = await seen(cloud, { kind: 'tls-refused' });
    expect(alert).to.include({ number: 70 });
    expect(hello?.versions).to.deep.equal(['TLSv1.2']);
    expect(hello?.sni).to.equal(null);
  });

  it('is read from OpenSSL as well, with what TLS 1.3 added', async function () {
    if (!hasOpenssl()) this.skip(); // openssl is not installed on this machine
    await using cloud = await startCloud();
    const { certificatePem: cert, keyPem: key } = await sampleDevice();

    await runSClient(cloud, {
      ...{ ca: cloud.rootCaPem, cert, key, version: 'tls1_3', send: generate(connectPacket()) },
      flags: ['-servername', 'localhost', '-alpn', 'one,x-amzn-mqtt-ca', '-groups', 'P-256:X448'],
    });

    const { hello, alpn } = await seen(cloud, { kind: 'tls-accepted' });
    expect(alpn).to.equal('x-amzn-mqtt-ca');
    expect(hello).to.deep.include({
      versions: ['TLSv1.3'],
      sni: 'localhost',
      alpn: ['one', 'x-amzn-mqtt-ca'],
    });
    expect(names(hello?.groups ?? [])).to.deep.equal(['secp256r1', 'x448']);
    expect(names(hello?.cipherSuites ?? []).slice(0, 3)).to.deep.equal([
      'TLS_AES_256_GCM_SHA384',
      'TLS_CHACHA20_POLY1305_SHA256',
      'TLS_AES_128_GCM_SHA256',
    ]);
    expect(names(hello?.extensions ?? [])).to.include.members(['key_share', 'supported_versions']);
    expect(judgeCipherSuites(hello).verdict).to.equal('warn');
  });
});
