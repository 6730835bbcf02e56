import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../errors/bench-error.ts';
import { pemBlocks } from './pem.ts';
import { sampleDevice } from './sample-credentials.ts';

const refusalOf = (content: string | Uint8Array): BadInput => {
  try {
    pemBlocks(content, 'thing.pem');
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('PEM text', () => {
  it('is cut into its blocks, whatever stands around them', async () => {
    const { certificatePem, keyPem } = await sampleDevice();

    const blocks = pemBlocks(`Bag Attributes\n${certificatePem}\nnotes\n${keyPem}`, 'thing.pem');

    expect(blocks).to.deep.equal([
      { label: 'CERTIFICATE', pem: certificatePem, isEncrypted: false },
      { label: 'RSA PRIVATE KEY', pem: keyPem, isEncrypted: false },
    ]);
  });

  it('may have CRLF, blanks at the ends of lines, a byte order mark, or no final newline', async () => {
    const { certificatePem } = await sampleDevice();
    const expected = [{ label: 'CERTIFICATE', pem: certificatePem, isEncrypted: false }];

    for (const variant of [
      certificatePem.replaceAll('\n', '\r\n'),
      certificatePem.replaceAll('\n', '  \n'),
      `\uFEFF${certificatePem}`,
      certificatePem.trimEnd(),
    ]) {
      expect(pemBlocks(variant, 'thing.pem')).to.deep.equal(expected);
    }
  });

  it('knows an encrypted key by its header or its label', () => {
    const old =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n';
    const pkcs8 =
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';

    expect(pemBlocks(old, 'k')[0]).to.deep.include({ isEncrypted: true, pem: old });
    expect(pemBlocks(pkcs8, 'k')[0]).to.include({ isEncrypted: true });
  });

  it('is refused without a block, and what it is instead is named', () => {
    expect(refusalOf('').code).to.equal('NOT_A_PEM');
    expect(refusalOf('').message).to.include('thing.pem');
    expect(refusalOf('').message).to.include('0 bytes');
    expect(refusalOf('hello').message).to.include('text without any PEM block');
    expect(refusalOf(Buffer.from('f1f10100', 'hex')).message).to.include('a PKI image');
    expect(refusalOf(Buffer.from('3082035d', 'hex')).message).to.include('DER');
    expect(
      refusalOf(Buffer.from('\uFEFF-----BEGIN CERTIFICATE-----', 'utf16le')).message,
    ).to.include('UTF-16');
  });

  it('is refused when it is damaged, and where is said', async () => {
    const { certificatePem } = await sampleDevice();
    const lines = certificatePem.split('\n');
    const damaged: [string, string][] = [
      [lines.slice(0, -2).join('\n'), 'cut short'],
      [certificatePem.replace('END CERTIFICATE', 'END PUBLIC KEY'), 'line 20'],
      [certificatePem.replaceAll('\n', ''), 'line ends were lost'],
      [lines.with(5, '?').join('\n'), 'line 6 is not base64'],
      [lines.with(5, '').join('\n'), 'line 6 is not base64'],
      [lines.with(5, (lines[5] ?? '').slice(1)).join('\n'), 'lost characters'],
      ['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', 'lost characters'],
      [`${lines.slice(0, 4).join('\n')}\n${certificatePem}`, 'line 5'],
    ];

    for (const [text, words] of damaged) {
      const { code, message } = refusalOf(text);
      expect(code, words).to.equal('PEM_DAMAGED');
      expect(message).to.include(words);
    }
  });

  it('of any bytes is read or refused, nothing else, and never quoted', async () => {
    const { keyPem } = await sampleDevice();
    const secrets = keyPem.split('\n').slice(1, -2);

    fc.assert(
      fc.property(
        fc.nat(keyPem.length - 1),
        fc.nat(40),
        fc.string({ maxLength: 8 }),
        (at, length, other) => {
          const text = keyPem.slice(0, at) + other + keyPem.slice(at + length);
          try {
            pemBlocks(text, 'thing.pem');
          } catch (error) {
            expect(error).to.be.instanceOf(BadInput);
            expect(secrets.some((line) => String(error).includes(line))).to.equal(false);
          }
        },
      ),
    );
  });
});
