import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { BadInput } from '../errors/bench-error.ts';
import { parseCertificate, parseCertificates, parsePrivateKey } from './credentials.ts';
import { sampleDevice } from './sample-credentials.ts';

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof BadInput ? error.code : String(error);
  }
};

describe('Parts of credentials', () => {
  it('are read as what they are', async () => {
    const { certificatePem, keyPem, caPem } = await sampleDevice();

    expect(parseCertificate(certificatePem).toString()).to.equal(certificatePem);
    expect(parseCertificates(caPem + certificatePem)).to.have.lengthOf(2);
    expect(parsePrivateKey(keyPem).asymmetricKeyType).to.equal('rsa');
  });

  it('may be keys of any form that a board reads', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const sec1 = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    const parameters =
      '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';

    for (const pem of [pkcs8, sec1, parameters + sec1]) {
      expect(parsePrivateKey(pem).equals(privateKey)).to.equal(true);
    }
  });

  it('are refused when they were swapped', async () => {
    const { certificatePem, keyPem } = await sampleDevice();

    expect(codeOf(() => parseCertificate(keyPem))).to.equal('WRONG_PEM_KIND');
    expect(codeOf(() => parsePrivateKey(certificatePem))).to.equal('WRONG_PEM_KIND');
    expect(codeOf(() => parsePrivateKey(keyPem + certificatePem))).to.equal('WRONG_PEM_KIND');
    expect(() => parseCertificate(keyPem, 'a.crt')).to.throw('a.crt should hold a CERTIFICATE');
  });

  it('are refused when there is more than one', async () => {
    const { certificatePem, keyPem, caPem } = await sampleDevice();

    expect(codeOf(() => parseCertificate(certificatePem + caPem))).to.equal('SEVERAL_CERTIFICATES');
    expect(codeOf(() => parsePrivateKey(keyPem + keyPem))).to.equal('SEVERAL_KEYS');
  });

  it('are refused in forms that no board reads', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const encrypted = privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
      .toString();
    const block = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;

    expect(codeOf(() => parsePrivateKey(encrypted))).to.equal('KEY_ENCRYPTED');
    expect(codeOf(() => parsePrivateKey(block('OPENSSH PRIVATE KEY')))).to.equal('WRONG_PEM_KIND');
    expect(codeOf(() => parsePrivateKey(block('PUBLIC KEY')))).to.equal('WRONG_PEM_KIND');
    expect(codeOf(() => parsePrivateKey(block('EC PARAMETERS')))).to.equal('WRONG_PEM_KIND');
    expect(codeOf(() => parseCertificate(block('TRUSTED CERTIFICATE')))).to.equal('WRONG_PEM_KIND');
    expect(codeOf(() => parseCertificate(block('CERTIFICATE')))).to.equal('PEM_DAMAGED');
    expect(codeOf(() => parsePrivateKey(block('PRIVATE KEY')))).to.equal('PEM_DAMAGED');
  });
});
