import { expect } from 'chai';
import fc from 'fast-check';
import { firmwareItem } from './firmware-item.ts';
import { packPkiImage } from './pki-image.ts';

const partition = (image: Uint8Array, size = 8192): Buffer => {
  const flash = Buffer.alloc(size, 0xff);
  flash.set(image);
  return flash;
};
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const cert = { type: 'cert', content: Buffer.from('first!!') } as const;
const second = { type: 'cert', content: Buffer.from('second') } as const;

describe('Firmware', () => {
  it('takes the items of a partition by number', () => {
    const flash = partition(packPkiImage([cert, second]));

    expect(firmwareItem(flash)).to.deep.equal(new Uint8Array(cert.content));
    expect(firmwareItem(flash, 1)).to.deep.equal(new Uint8Array(second.content));
    expect(firmwareItem(flash, 2)).to.deep.equal({ refusal: 'index', count: 2 });
  });

  it('looks neither at types nor at ids nor at padding', () => {
    const flash = partition(bytes('f1f1 0100 0c000000 77 99 0600 434552542d41 0000'));

    expect(firmwareItem(flash)).to.deep.equal(new Uint8Array(Buffer.from('CERT-A')));
  });

  it('refuses flash that is erased or holds something else, with what it found', () => {
    expect(firmwareItem(Buffer.alloc(8192, 0xff))).to.deep.equal({
      refusal: 'magic',
      magic: 0xffff,
    });
    expect(firmwareItem(partition(Buffer.from('-----BEGIN')))).to.deep.equal({
      refusal: 'magic',
      magic: 0x2d2d,
    });
  });

  it('refuses a list longer than the partition less its header, and not one byte earlier', () => {
    const announcing = (length: number): Buffer => {
      const flash = partition(packPkiImage([cert]));
      flash.writeUInt32LE(length, 4);
      return flash;
    };

    expect(firmwareItem(announcing(8185))).to.deep.equal({ refusal: 'length', length: 8185 });
    expect(firmwareItem(announcing(8184))).to.deep.equal(new Uint8Array(cert.content));
  });

  it('checks magic, then length, then count', () => {
    expect(firmwareItem(bytes('f1f2 0000 ffffffff'))).to.include({ refusal: 'magic' });
    expect(firmwareItem(bytes('f1f1 0000 ffffffff'))).to.include({ refusal: 'length' });
    expect(firmwareItem(bytes('f1f1 0000 00000000'))).to.include({ refusal: 'index' });
  });

  it('walks by item lengths alone, even past the end of the list', () => {
    const flash = partition(packPkiImage([cert, second]));
    flash.writeUInt32LE(4, 4);

    expect(firmwareItem(flash, 1)).to.deep.equal(new Uint8Array(second.content));
  });

  it('cannot read past the partition', () => {
    const flash = partition(packPkiImage([cert]), 64);
    flash.writeUInt16LE(0x4000, 10);

    expect(firmwareItem(flash)).to.deep.equal({ refusal: 'read' });
    expect(firmwareItem(bytes('f1f1 ffff 08000000 0200 0400 41424344'), 9)).to.deep.equal({
      refusal: 'read',
    });
    expect(firmwareItem(new Uint8Array(7))).to.deep.equal({ refusal: 'read' });
  });

  it('takes an empty item for what it is', () => {
    expect(firmwareItem(partition(bytes('f1f1 0100 04000000 0200 0000')))).to.have.lengthOf(0);
  });

  it('sees what is left when an image is written over another without an erase', () => {
    const older = partition(packPkiImage([cert]));
    const newer = partition(packPkiImage([second]));
    const flash = older.map((byte, i) => byte & (newer[i] ?? 0));

    const mixed = firmwareItem(flash);

    // 7 AND 6 is 6: still an image, of a content that is neither.
    expect(mixed).to.have.lengthOf(6);
    expect(mixed).to.not.deep.equal(new Uint8Array(second.content));
  });

  it('gives an item or a refusal for any bytes, and stays inside them', () => {
    const start = fc.constantFrom(bytes('f1f1'), bytes('f1f1ffff'), bytes('f1f1030010000000'));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.nat(300), (head, tail, index) => {
        const flash = Buffer.concat([head, tail]);
        const taken = firmwareItem(flash, index);

        if ('refusal' in taken) return;
        expect(taken.length).to.be.below(flash.length);
      }),
    );
  });
});
