import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { imageFor } from '../../../certs/pki/credential-images.ts';
import type { MetServer } from './connect-tls.ts';
import { MBEDTLS_2, MBEDTLS_3 } from './profile.ts';
import { bytes, spoiltKey, useTlsBench } from './tls-bench.ts';

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

const withSpoiltKey = (certificatePem: string): Buffer => {
  const base64 = spoiltKey(certificatePem).toString('base64');
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`);
};

describe('TLS client of the modem', () => {
  const bench = useTlsBench();

  it('shakes hands and shows its certificate', async () => {
    const { seen, accepted } = await bench.attempt();

    expect(seen).to.deep.equal(FINISHED);
    expect(accepted?.version).to.equal('TLSv1.2');
    expect(accepted?.shown).to.deep.equal(new X509Certificate(bench.device.certificatePem).raw);
  });

  it('closes without a close_notify', async () => {
    const { serverErrors, accepted } = await bench.attempt();

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
      () => ({
        credentials: { ...bytes(bench.device), ca: Buffer.from(bench.other.certificatePem) },
      }),
      48,
    ],
    [
      'it trusts another authority and its clock stands at 1970',
      () => ({
        credentials: { ...bytes(bench.device), ca: Buffer.from(bench.other.certificatePem) },
        now: () => new Date(9_000),
      }),
      48,
    ],
    ['the certificate is for another name', () => ({ checkedName: 'else.test' }), 42],
    ['the certificate is for another address', () => ({ checkedName: '10.0.2.3' }), 42],
  ] as const) {
    it(`refuses the server with alert ${alert} in the place of its flight when ${cause}`, async () => {
      const { seen, failure, serverErrors } = await bench.attempt(options());

      expect(seen).to.deep.equal([...UP_TO_THE_FLIGHT, `device alert ${alert}`]);
      expect(failure).to.include({ stage: 'tls', alertSent: alert, mbedtls: 0x2700 });
      expect(serverErrors.join()).to.match(/ALERT/);
    });
  }

  it('finds the name and the address of the server in its certificate', async () => {
    expect((await bench.attempt({ checkedName: 'BROKER.test' })).seen).to.deep.equal(FINISHED);
    expect((await bench.attempt({ checkedName: '10.0.2.2' })).seen).to.deep.equal(FINISHED);
  });

  it('takes a server of any name as long as none is checked', async () => {
    const elsewhere = await bench.authority.issueServer({ names: ['elsewhere.test'] });

    const { seen } = await bench.attempt({}, { cert: elsewhere.chainPem, key: elsewhere.keyPem });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('verifies through an intermediate', async () => {
    const below = await bench.authority.issueServer({
      names: ['b.test'],
      signedBy: 'intermediate',
    });

    const { seen } = await bench.attempt({}, { cert: below.chainPem, key: below.keyPem });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('refuses a chain whose intermediate is missing', async () => {
    const below = await bench.authority.issueServer({
      names: ['b.test'],
      signedBy: 'intermediate',
    });

    const { failure } = await bench.attempt({}, { cert: below.certificatePem, key: below.keyPem });

    expect(failure.alertSent).to.equal(48);
  });

  it('takes any of several trusted certificates', async () => {
    const ca = Buffer.from(`${bench.other.certificatePem}\n${bench.device.caPem}`);

    const { seen } = await bench.attempt({ credentials: { ...bytes(bench.device), ca } });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('takes a server unseen when it does not verify', async () => {
    const { seen } = await bench.attempt({
      isServerVerified: false,
      now: () => new Date(0),
      credentials: { ...bytes(bench.device), ca: undefined },
    });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('sends an empty Certificate without an identity, and gets alert 40', async () => {
    const { seen, failure } = await bench.attempt({ hasIdentity: false });

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
    const { keyPem } = await bench.authority.issueDevice();

    const { seen, failure, accepted } = await bench.attempt({
      credentials: bytes({ ...bench.device, keyPem }),
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
    // Good PEM, and behind the NULs of the image's head.
    [
      'a PKI image in the place of a certificate',
      () => ({ certificate: imageFor(bench.device, 'mqtt_cert') }),
    ],
    ['a CA with a key that is none', () => ({ ca: withSpoiltKey(bench.device.caPem) })],
    [
      'a certificate with a key that is none',
      () => ({ certificate: withSpoiltKey(bench.device.certificatePem) }),
    ],
  ] as const) {
    it(`opens a connection and says nothing on it with ${what}`, async () => {
      const { seen, failure } = await bench.attempt({
        credentials: {
          ...bytes(bench.device),
          ...(typeof spoilt === 'function' ? spoilt() : spoilt),
        },
      });

      expect(seen).to.deep.equal([]);
      expect(failure.stage).to.equal('setup');
    });
  }

  it('gets alert 70 from a server that has TLS 1.3 only', async () => {
    const { seen, failure } = await bench.attempt({}, { minVersion: 'TLSv1.3' });

    expect(seen).to.deep.equal(['device ClientHello', 'server alert 70']);
    expect(failure.alertReceived).to.equal(70);
  });

  it('speaks TLS 1.0 as mbedTLS 2 does, and not as mbedTLS 3', async () => {
    const old = {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    } as const;

    const withOld = await bench.attempt({ profile: MBEDTLS_2 }, old);
    const withNew = await bench.attempt({ profile: MBEDTLS_3 }, old);

    expect(withOld.accepted?.version).to.equal('TLSv1');
    expect(withNew.failure.alertSent).to.equal(70);
  });

  it('offers ALPN, and takes what the server chose', async () => {
    const { accepted } = await bench.attempt(
      { alpn: ['x-amzn-mqtt-ca'] },
      { ALPNProtocols: ['x-amzn-mqtt-ca'] },
    );

    expect(accepted?.socket.alpnProtocol).to.equal('x-amzn-mqtt-ca');
  });

  it('can be made to overlook, by a planted defect', async () => {
    const { seen } = await bench.attempt({
      now: () => new Date(0),
      seams: { faults: () => new Set() },
    });

    expect(seen).to.deep.equal(FINISHED);
  });

  it('shows a planted defect the server and what it is judged by', async () => {
    const met: MetServer[] = [];
    await bench.attempt({
      now: () => new Date(9_000),
      checkedName: 'else.test',
      seams: {
        faults: (found, server) => {
          met.push(server);
          return found;
        },
      },
    });

    const [{ presented = [], trusted = [], checkedName, now } = {}] = met;
    expect(presented.map(({ issuer }) => issuer)).to.deep.equal(
      trusted.map((each) => each.subject),
    );
    expect([checkedName, Number(now)]).to.deep.equal(['else.test', 9_000]);
  });

  it('can be made to look at no server, by a planted defect', async () => {
    const { seen } = await bench.attempt({
      now: () => new Date(0),
      seams: { verifies: () => false },
    });

    expect(seen).to.deep.equal(FINISHED);
  });
});
