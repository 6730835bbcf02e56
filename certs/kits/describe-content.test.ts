import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { sampleAuthority, sampleDevice } from '../sample-credentials.ts';
import { describeContent } from './describe-content.ts';

describe('What a credential is', () => {
  it('is told of certificates, one or several, in PEM and DER', async () => {
    const { certificatePem, caPem } = await sampleDevice();
    const der = new X509Certificate(certificatePem).raw;

    const [both, one] = [Buffer.from(certificatePem + caPem), der].map(describeContent);

    expect(both?.kind === 'certificates' && both.certificates).to.have.length(2);
    expect(one?.kind === 'certificates' && one.certificates).to.deep.equal(
      both?.kind === 'certificates' && both.certificates.slice(0, 1),
    );
  });

  it('is told of keys: their kind and size', async () => {
    const curve = await (await sampleAuthority()).issueDevice({ key: 'p-256' });
    const { keyPem } = await sampleDevice();
    const rsa = createPrivateKey(keyPem);
    const files = [
      Buffer.from(keyPem),
      rsa.export({ type: 'pkcs1', format: 'der' }),
      rsa.export({ type: 'pkcs8', format: 'der' }),
      Buffer.from(curve.keyPem),
      createPrivateKey(curve.keyPem).export({ type: 'sec1', format: 'der' }),
    ];

    expect(files.map(describeContent)).to.deep.equal(
      files.map(({ length: bytes }, at) => ({
        kind: 'key',
        bytes,
        algorithm: at < 3 ? 'RSA 2048' : 'EC prime256v1',
      })),
    );
  });

  it('is told of all else by its looks, and never quoted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), fc.boolean(), (bytes, isPem) => {
        const head = isPem ? '-----BEGIN PRIVATE KEY-----\nsecretsecret' : '';

        const content = describeContent(Buffer.concat([Buffer.from(head), bytes]));

        expect(content).to.include({ kind: 'other', bytes: head.length + bytes.length });
        expect(JSON.stringify(content)).not.to.include('secretsecret');
      }),
    );
  });
});
