import { createHash, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { BadInput } from '../errors/bench-error.ts';
import { certificateId, describeCertificate } from './describe-certificate.ts';
import { sampleDevice } from './sample-credentials.ts';

describe('A certificate', () => {
  it('has the id that AWS gives it, from PEM or DER', async () => {
    const { certificatePem } = await sampleDevice();
    const { raw, fingerprint256 } = new X509Certificate(certificatePem);

    expect(certificateId(certificatePem)).to.equal(
      fingerprint256.replaceAll(':', '').toLowerCase(),
    );
    expect(certificateId(raw)).to.equal(createHash('sha256').update(raw).digest('hex'));
    expect(certificateId(certificatePem.replaceAll('\n', '\r\n'))).to.equal(certificateId(raw));
  });

  it('is described for a report', async () => {
    const { certificatePem, caPem } = await sampleDevice();
    const x509 = new X509Certificate(certificatePem);

    expect(describeCertificate(certificatePem)).to.deep.include({
      subject: 'CN=AWS IoT Certificate',
      serial: x509.serialNumber.toLowerCase(),
      sha256: certificateId(certificatePem),
      isAuthority: false,
    });
    expect(describeCertificate(x509.raw)).to.deep.equal(describeCertificate(certificatePem));
    expect(describeCertificate(caPem)).to.include({
      subject: 'O=esp-at-bench, CN=sample root',
      issuer: 'O=esp-at-bench, CN=sample root',
      isAuthority: true,
    });
  });

  it('that is none is bad input', () => {
    expect(() => certificateId('?'))
      .to.throw(BadInput)
      .with.property('code', 'NOT_A_PEM');
  });
});
