import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { sampleDevice } from '../sample-credentials.ts';
import { packPkiImage } from './pki-image.ts';
import { NotAPkiImage, readPkiImage } from './pki-image-reader.ts';

const refusalOf = (...input: Parameters<typeof readPkiImage>): BadInput => {
  try {
    readPkiImage(...input);
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error('it was read');
};
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const ONE = bytes('f1f1 0100 0c000000 02 00 0600 434552542d41 ffff');

describe('A PKI image, read', () => {
  it('gives its items with their places', () => {
    const { items, size } = readPkiImage(
      bytes('f1f1 0200 18000000 02 00 0600 434552542d41 ffff 02 01 0600 5345434f4e44 ffff'),
    );

    expect(size).to.equal(32);
    expect(
      items.map(({ content, ...rest }) => ({ ...rest, text: Buffer.from(content).toString() })),
    ).to.deep.equal([
      { type: 'cert', typeByte: 2, id: 0, offset: 12, text: 'CERT-A' },
      { type: 'cert', typeByte: 2, id: 1, offset: 24, text: 'SECOND' },
    ]);
  });

  it('gives copies, which stay when the flash changes', () => {
    const flash = Buffer.from(ONE);
    const { items } = readPkiImage(flash);

    flash.fill(0);

    expect(Buffer.from(items[0]?.content ?? []).toString()).to.equal('CERT-A');
  });

  it('may be followed by erased flash', () => {
    const partition = Buffer.concat([ONE, Buffer.alloc(8192 - ONE.length, 0xff)]);

    expect(readPkiImage(partition)).to.deep.include({ size: 20, warnings: [] });
  });

  it('warns of what follows it', () => {
    const { warnings } = readPkiImage(Buffer.concat([ONE, Buffer.from('old key')]));

    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]).to.include('written without an erase');
  });

  it('warns of types and ids that firmware does not look at', () => {
    const odd = Buffer.from(ONE);
    odd[8] = 9;
    odd[9] = 4;

    const { items, warnings } = readPkiImage(odd);

    expect(items[0]).to.include({ type: 'unknown', typeByte: 9, id: 4 });
    expect(warnings).to.have.lengthOf(2);
  });

  it('warns of emptiness and of a list that is longer than its items', () => {
    expect(readPkiImage(bytes('f1f1 0000 00000000')).warnings).to.deep.equal([
      'The image holds no items.',
    ]);
    expect(readPkiImage(bytes('f1f1 0100 04000000 02 00 0000')).warnings).to.have.lengthOf(1);
    expect(
      readPkiImage(bytes('f1f1 0100 0c000000 02 00 0400 41424344 ffffffff')).warnings,
    ).to.deep.equal(['The items take 16 bytes and the header announces 20.']);
  });

  it('is refused when it is something else, and that is named', async () => {
    const { certificatePem, keyPem } = await sampleDevice();
    const nvs = bytes('fcffffff 00000000 feffffff ffffffff ffffffff ffffffff ffffffff 842dbab9');
    const found = (...[content]: Parameters<typeof readPkiImage>) => {
      const refusal = refusalOf(content);
      expect(refusal).to.be.instanceOf(NotAPkiImage);
      expect(refusal.code).to.equal('NOT_A_PKI_IMAGE');
      return (refusal as NotAPkiImage).found;
    };

    expect(found(new Uint8Array())).to.equal('nothing');
    expect(found(new Uint8Array(8192).fill(0xff))).to.equal('erased');
    expect(found(new Uint8Array(8192))).to.equal('zeros');
    expect(found(Buffer.from(certificatePem))).to.equal('pem');
    expect(found(Buffer.from(keyPem))).to.equal('pem');
    expect(found(bytes('3082035d30820245'))).to.equal('der');
    expect(found(nvs)).to.equal('nvs');
    expect(found(bytes('aa50010200100200'))).to.equal('partition-table');
    expect(found(bytes('e903022f'))).to.equal('application');
    expect(found(bytes('fcfc03ff'))).to.equal('factory-parameters');
    expect(found(bytes('504b0304'))).to.equal('zip');
    expect(found(Buffer.from('<!DOCTYPE html>'))).to.equal('html');
    expect(found(Buffer.from('hello'))).to.equal('text');
    expect(found(bytes('f2f1 0100'))).to.equal('unknown');
    expect(refusalOf(new Uint8Array(8192).fill(0xff)).message).to.include('erased flash');
    expect(refusalOf(Buffer.from(keyPem)).message).to.include('a PEM file');
  });

  it('is refused when lengths run past its end', () => {
    for (const cut of [
      'f1f1',
      'f1f1 0100 0c0000',
      'f1f1 0100 0c000000 02 00 0600 4345',
      'f1f1 0200 0c000000 02 00 0600 434552542d41 ffff',
      'f1f1 0100 0c000000 02 00 0900 434552542d41 ffff',
      'f1f1 0100 ffffffff 02 00 0600 434552542d41 ffff',
    ]) {
      expect(refusalOf(bytes(cut)).code, cut).to.equal('PKI_IMAGE_TRUNCATED');
    }
  });

  it('is refused at every place where it is cut', () => {
    const image = packPkiImage([
      { type: 'cert', content: Buffer.alloc(1220, 'c') },
      { type: 'key', content: Buffer.alloc(21, 'k') },
    ]);

    for (let length = 0; length < image.length; length++) {
      const { code } = refusalOf(image.subarray(0, length));
      expect(code).to.equal(length < 2 ? 'NOT_A_PKI_IMAGE' : 'PKI_IMAGE_TRUNCATED');
    }
  });

  it('is refused when its partition is smaller', () => {
    expect(refusalOf(ONE, { partitionSize: 16 }).code).to.equal('PARTITION_TOO_SMALL');
    expect(readPkiImage(ONE, { partitionSize: 20 }).size).to.equal(20);
  });

  it('of any bytes is read or refused, nothing else', () => {
    const start = fc.constantFrom(
      bytes('f1f1'),
      bytes('f1f10100'),
      bytes('f1f1020018000000'),
      bytes(''),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, tail) => {
        const all = Buffer.concat([head, tail]);
        try {
          const { items, size } = readPkiImage(all);
          expect(size).to.be.at.most(all.length);
          expect(items.every(({ offset, content }) => offset + content.length <= size)).to.equal(
            true,
          );
        } catch (error) {
          expect(error).to.be.instanceOf(BadInput);
        }
      }),
    );
  });
});
