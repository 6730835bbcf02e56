import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { AWS_DEVICE_ISSUER_OU } from './authority.ts';
import { describeCertificate } from './describe-certificate.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from './sample-credentials.ts';

describe('An authority', () => {
  it('issues device certificates with the fields of AWS', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const authority = await sampleAuthority();

    const { publicKey } = new X509Certificate((await sampleDevice()).certificatePem);
    const pem = await authority.certifyDevice(publicKey);
    const device = describeCertificate(pem);

    expect(device.subject).to.equal('CN=AWS IoT Certificate');
    expect(device.issuer).to.equal(`OU=${AWS_DEVICE_ISSUER_OU}`);
    expect(AWS_DEVICE_ISSUER_OU).to.have.lengthOf(66);
    expect(device.notBefore.getTime()).to.be.within(before, Date.now());
    expect(device.notAfter.toISOString()).to.equal('2049-12-31T23:59:59.000Z');
    expect(device.isAuthority).to.equal(false);
    expect(new X509Certificate(pem).keyUsage).to.equal(undefined); // that is Node's name for extended usage
    expect(new X509Certificate(pem).subjectAltName).to.equal(undefined);
  });

  it('issues device certificates of AWS’s two sizes, and of both', async () => {
    const authority = await sampleAuthority();
    const { publicKey } = new X509Certificate((await sampleDevice()).certificatePem);

    const pems = await Promise.all(
      Array.from({ length: 24 }, () => authority.certifyDevice(publicKey)),
    );

    expect(new Set(pems.map((pem) => pem.length))).to.deep.equal(new Set([1220, 1224]));
    for (const pem of pems) {
      const { raw, serialNumber } = new X509Certificate(pem);
      const hasLeadingZero = Number.parseInt(serialNumber.slice(0, 2), 16) >= 0x80;
      expect(pem).to.have.lengthOf(hasLeadingZero ? 1224 : 1220);
      expect(raw.length).to.equal(hasLeadingZero ? 862 : 861);
      expect(serialNumber).to.have.lengthOf(40);
      expect(pem).to.match(/^-----BEGIN CERTIFICATE-----\n[^\r]*\n-----END CERTIFICATE-----\n$/);
    }
    expect(new Set(pems.map((pem) => new X509Certificate(pem).serialNumber))).to.have.property(
      'size',
      24,
    );
  });

  it('hands out a PKCS#1 key of AWS’s size that belongs to the certificate', async () => {
    const { certificatePem, keyPem, caPem } = await sampleDevice();

    expect(keyPem).to.match(
      /^-----BEGIN RSA PRIVATE KEY-----\n[^\r]*\n-----END RSA PRIVATE KEY-----\n$/,
    );
    // One key in some ten thousand has two short numbers more and is 1671 bytes long, also at AWS.
    expect(keyPem.length).to.be.oneOf([1671, 1675, 1679]);
    const spki = (key: Parameters<typeof createPublicKey>[0]) =>
      createPublicKey(key).export({ type: 'spki', format: 'pem' });
    expect(spki(keyPem)).to.equal(
      new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    expect(caPem).to.equal((await sampleAuthority()).certificatePem);
  });

  it('issues a device with a key on a curve, in OpenSSL’s form, signed like the others', async () => {
    const authority = await sampleAuthority();

    const { certificatePem, keyPem } = await authority.issueDevice({ key: 'p-256' });

    const certificate = new X509Certificate(certificatePem);
    expect(keyPem)
      .to.match(/^-----BEGIN EC PRIVATE KEY-----\n/)
      .and.to.have.lengthOf(227);
    expect(certificate.checkPrivateKey(createPrivateKey(keyPem))).to.equal(true);
    expect(certificate.publicKey.asymmetricKeyDetails).to.deep.equal({ namedCurve: 'prime256v1' });
    const issuer = new X509Certificate(await authority.deviceIssuerPem());
    expect(certificate.verify(issuer.publicKey)).to.equal(true);
    // 203 bytes of DER less than one for RSA: the key alone makes the difference.
    expect(certificate.raw.length).to.be.oneOf([658, 659]);
  });

  it('signs devices with an issuer apart from its root, of the same name at every authority', async () => {
    const [ours, theirs] = await Promise.all([sampleAuthority(), strangeAuthority()]);
    const device = new X509Certificate((await sampleDevice()).certificatePem);

    const issuer = new X509Certificate(await ours.deviceIssuerPem());
    const stranger = new X509Certificate(await theirs.deviceIssuerPem());

    expect(issuer.subject).to.equal(stranger.subject);
    expect(device.verify(issuer.publicKey)).to.equal(true);
    expect(device.verify(stranger.publicKey)).to.equal(false);
    expect(device.verify(new X509Certificate(ours.certificatePem).publicKey)).to.equal(false);
  });

  it('dates its root back by a day, for boards whose clock is slow', async () => {
    const root = describeCertificate((await sampleAuthority()).certificatePem);

    expect(Date.now() - root.notBefore.getTime()).to.be.within(86_000_000, 90_000_000);
    expect(root.isAuthority).to.equal(true);
  });

  it('takes dates and a name for a device', async () => {
    const authority = await sampleAuthority();
    const { publicKey } = new X509Certificate((await sampleDevice()).certificatePem);

    const device = describeCertificate(
      await authority.certifyDevice(publicKey, {
        commonName: 'Gerät 7',
        notBefore: new Date('2020-01-02T03:04:05Z'),
        notAfter: new Date('2051-01-02T03:04:05Z'),
      }),
    );

    expect(device.subject).to.equal('CN=Gerät 7');
    expect(device.notBefore.toISOString()).to.equal('2020-01-02T03:04:05.000Z');
    expect(device.notAfter.toISOString()).to.equal('2051-01-02T03:04:05.000Z');
  });

  it('refuses dates that do not exist', async () => {
    const { publicKey } = new X509Certificate((await sampleDevice()).certificatePem);

    const refusal = await (await sampleAuthority())
      .certifyDevice(publicKey, { notAfter: new Date('tomorrow') })
      .catch((error: unknown) => error);

    expect(refusal).to.be.instanceOf(TypeError);
  });

  it('gives its root as DER too', async () => {
    const { certificatePem, certificateDer } = await sampleAuthority();

    expect(new X509Certificate(certificateDer).toString()).to.equal(certificatePem);
  });
});
