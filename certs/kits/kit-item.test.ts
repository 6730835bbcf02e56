import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
} from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { amazonRootPem } from '../amazon-roots.ts';
import { certificateId } from '../describe-certificate.ts';
import { sampleAuthority, sampleDevice } from '../sample-credentials.ts';
import { type KitItem, readItems } from './kit-item.ts';
import { makeZip } from './zip-samples.ts';

const read = (content: string | Uint8Array): KitItem[] =>
  readItems({ name: 'f', bytes: Buffer.from(content) });

const told = (content: string | Uint8Array): string[] =>
  read(content).map((item) => {
    if (item.kind === 'private-key') return item.form;
    if (item.kind === 'refused') return item.refusal.code;
    return item.kind === 'other' ? item.words : item.kind;
  });

describe('A file that AWS handed out', () => {
  it('is a certificate with AWS’s id, or one of Amazon’s roots', async () => {
    const { certificatePem } = await sampleDevice();
    const root = amazonRootPem('Amazon Root CA 3') ?? '';

    expect(read(certificatePem)).to.containSubset([
      { kind: 'certificate', file: 'f', id: certificateId(certificatePem), root: undefined },
    ]);
    expect(read(root)).to.containSubset([{ kind: 'certificate', root: 'Amazon Root CA 3' }]);
  });

  it('is a private key in any of its three spellings', async () => {
    const { keyPem } = await sampleDevice();
    const onCurve = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    const parameters =
      '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';

    expect(told(keyPem)).to.deep.equal(['PKCS#1']);
    expect(told(createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'pem' }))).to.deep.equal([
      'PKCS#8',
    ]);
    expect(told(`${parameters}${onCurve.export({ type: 'sec1', format: 'pem' })}`)).to.deep.equal([
      'SEC 1',
    ]);
  });

  it('is the same in binary', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const key = createPrivateKey(keyPem);
    const onCurve = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

    expect(read(new X509Certificate(certificatePem).raw)).to.deep.equal(read(certificatePem));
    expect(told(key.export({ type: 'pkcs1', format: 'der' }))).to.deep.equal(['PKCS#1']);
    expect(told(key.export({ type: 'pkcs8', format: 'der' }))).to.deep.equal(['PKCS#8']);
    expect(told(onCurve.export({ type: 'sec1', format: 'der' }))).to.deep.equal(['SEC 1']);
    expect(told(createPublicKey(keyPem).export({ type: 'spki', format: 'der' }))).to.deep.equal([
      'public-key',
    ]);
    expect(told(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x01]))).to.have.length(1);
  });

  it('is the same in UTF-16, as PowerShell writes what it is given', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const all = Buffer.from(`\uFEFF${certificatePem}${keyPem}`.replaceAll('\n', '\r\n'), 'utf16le');
    const script = Buffer.from('\uFEFFpython3 a.py --endpoint a.example.com\r\n', 'utf16le');

    expect(told(all)).to.deep.equal(['certificate', 'PKCS#1']);
    expect(told(Buffer.from(all).swap16())).to.deep.equal(['certificate', 'PKCS#1']);
    expect(told(script)).to.deep.equal(['start-script']);
    expect(told(Buffer.from('\uFEFF{"Statement": []}', 'utf16le'))).to.deep.equal(['policy']);
  });

  it('is several things if it has several blocks, with Windows’ line ends and a byte order mark', async () => {
    const { certificatePem, keyPem, caPem } = await sampleDevice();
    const all = `\uFEFF${certificatePem}${caPem}${keyPem}`.replaceAll('\n', '\r\n');

    expect(told(all)).to.deep.equal(['certificate', 'certificate', 'PKCS#1']);
  });

  it('is a public key, a policy or a start script', async () => {
    const { keyPem } = await sampleDevice();

    expect(told(createPublicKey(keyPem).export({ type: 'spki', format: 'pem' }))).to.deep.equal([
      'public-key',
    ]);
    expect(told('\uFEFF{"Statement": []}')).to.deep.equal(['policy']);
    expect(told('python3 a.py --endpoint a.example.com')).to.deep.equal(['start-script']);
  });

  it('is refused if it is damaged or locked, in a sentence that quotes none of it', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const locked = createPrivateKey(keyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    const [, line = ''] = keyPem.split('\n');

    expect(told(certificatePem.slice(0, -60))).to.deep.equal(['PEM_DAMAGED']);
    expect(told(keyPem.replaceAll('\n', ' '))).to.deep.equal(['PEM_DAMAGED']);
    expect(told(locked)).to.deep.equal(['KEY_ENCRYPTED']);
    expect(told('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')).to.deep.equal([
      'KEY_UNKNOWN',
    ]);
    const [refused] = read(keyPem.replace('-----END RSA', '-----END'));
    expect(refused?.kind === 'refused' && refused.refusal.message).to.match(/^f is damaged/);
    expect(JSON.stringify(refused)).not.to.include(line);
  });

  it('is told in words if it is anything else', async () => {
    const { certificateDer } = await sampleAuthority();

    expect(told('')).to.deep.equal(['nothing (0 bytes)']);
    expect(told('<!DOCTYPE html>')).to.deep.equal(['an HTML page, perhaps a failed download']);
    expect(told('[{"Statement": 1}]')).to.deep.equal(['text without any PEM block']);
    expect(told(certificateDer.subarray(0, -1))).to.deep.equal([
      'DER, the binary form of certificates and keys',
    ]);
    expect(told(Buffer.from('\uFEFF{}', 'utf16le'))).to.deep.equal(['text without any PEM block']);
    expect(told(makeZip([]))).to.deep.equal(['bytes of no known kind']);
  });

  it('may hold any bytes, also behind the beginning of something good', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const beginning = fc.constantFrom('', certificatePem, keyPem, '{"Statement":', '-----BEGIN ');
    fc.assert(
      fc.property(beginning, fc.nat(2000), fc.uint8Array(), (text, length, rest) => {
        const items = read(Buffer.concat([Buffer.from(text.slice(0, length)), rest]));
        expect(items).not.to.deep.equal([]);
      }),
    );
  });
});
