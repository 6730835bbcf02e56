import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../errors/bench-error.ts';
import { sampleAuthority, sampleDevice, sampleRequest } from './sample-credentials.ts';

const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
});
const curve = (namedCurve: string) => ({ name: 'ECDSA', namedCurve });

const certify = async (request: string) => (await sampleAuthority()).certifyRequest(request);

const refusal = async (request: string): Promise<string> => {
  try {
    await certify(request);
    return 'none';
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
};

const derOf = (pem: string): Buffer =>
  Buffer.from(pem.trim().split('\n').slice(1, -1).join(''), 'base64');

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;

describe('A request for a certificate', () => {
  for (const algorithm of [rsa(2048), curve('P-256'), curve('P-384'), curve('P-521')]) {
    const name = 'namedCurve' in algorithm ? algorithm.namedCurve : 'RSA';
    it(`of a device's own ${name} key is answered with AWS's fields and the name that it asks for`, async () => {
      const pem = await certify(await sampleRequest(algorithm));

      const certificate = new X509Certificate(pem);
      const issuer = new X509Certificate(await (await sampleAuthority()).deviceIssuerPem());
      expect(certificate.subject).to.equal('CN=a device of its own\nO=its maker');
      expect(certificate.checkIssued(issuer)).to.equal(true);
      expect(certificate.verify(issuer.publicKey)).to.equal(true);
      expect(certificate.ca).to.equal(false);
      expect(new Date(certificate.validTo).toISOString()).to.equal('2049-12-31T23:59:59.000Z');
    });
  }

  it('is refused for a key that is too weak, and where it is something else', async () => {
    const { certificatePem, keyPem } = await sampleDevice();

    expect(await refusal(await sampleRequest(rsa(1024)))).to.equal('REQUEST_INVALID');
    expect(await refusal(certificatePem)).to.equal('REQUEST_INVALID');
    expect(await refusal(keyPem)).to.equal('REQUEST_INVALID');
    expect(await refusal('nonsense')).to.equal('NOT_A_PEM');
    const twice = `${await sampleRequest()}\n${await sampleRequest()}`;
    expect(await refusal(twice)).to.equal('REQUEST_INVALID');
  });

  it('never gets another name or key certified than those that it is signed for', async () => {
    const der = derOf(await sampleRequest());
    const { subject, publicKey } = new X509Certificate(await certify(pemOf(der)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(der.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(der);
          changed[at] = (changed[at] ?? 0) ^ flip;
          const outcome = await certify(pemOf(changed)).catch((error: unknown) => error);
          if (outcome instanceof BadInput) return;
          const certificate = new X509Certificate(String(outcome));
          expect(certificate.subject).to.equal(subject);
          expect(certificate.publicKey.equals(publicKey)).to.equal(true);
        },
      ),
    );
  });
});
