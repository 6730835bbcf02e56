import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import {
  type PkiItem,
  type PkiItemType,
  packPkiImage,
  pkiImageSize,
  requireFits,
} from './pki-image.ts';
import { readPkiImage } from './pki-image-reader.ts';

const item = (type: PkiItemType, text: string): PkiItem => ({ type, content: Buffer.from(text) });
const hex = (...items: PkiItem[]): string => Buffer.from(packPkiImage(items)).toString('hex');
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof BadInput ? error.code : String(error);
  }
};

const anyItem: fc.Arbitrary<PkiItem> = fc.record({
  type: fc.constantFrom<PkiItemType>('ca', 'cert', 'key'),
  content: fc.uint8Array({ minLength: 1, maxLength: 3000 }),
});

describe('A PKI image, packed', () => {
  // Each of these was made by the original AtPKI.py.
  for (const [title, items, expected] of [
    ['pads 6 bytes to 8', [item('cert', 'CERT-A')], 'f1f101000c00000002000600434552542d41ffff'],
    ['pads 7 bytes to 8', [item('key', 'KEYDATA')], 'f1f101000c000000030007004b455944415441ff'],
    [
      'pads 8 bytes not at all',
      [item('ca', 'CACERT-8')],
      'f1f101000c000000010008004341434552542d38',
    ],
    [
      'counts within a type',
      [item('cert', 'CERT-A'), item('cert', 'SECOND')],
      'f1f102001800000002000600434552542d41ffff020106005345434f4e44ffff',
    ],
    [
      'keeps the order of types',
      [item('cert', 'CERT-A'), item('key', 'KEYDATA'), item('ca', 'CACERT-8')],
      'f1f103002400000002000600434552542d41ffff030007004b455944415441ff010008004341434552542d38',
    ],
    [
      'groups by type, in the order in which the types appear',
      [item('key', 'KEYDATA'), item('cert', 'CERT-A'), item('key', 'K2')],
      'f1f1030020000000030007004b455944415441ff030102004b32ffff02000600434552542d41ffff',
    ],
  ] as const) {
    it(`${title}, to the byte`, () => {
      expect(hex(...items)).to.equal(expected);
    });
  }

  it('of one PEM has the header that an AT terminal shows', () => {
    const image = packPkiImage([{ type: 'cert', content: Buffer.alloc(1220, '-') }]);

    expect(Buffer.from(image.subarray(0, 12)).toString('hex')).to.equal('f1f10100c80400000200c404');
  });

  it('has the sizes that were seen with real files', () => {
    const sizes = [1159, 1155, 1679, 1675, 1164, 1220, 1224, 1188].map(
      (length) => packPkiImage([{ type: 'cert', content: new Uint8Array(length) }]).length,
    );

    expect(sizes).to.deep.equal([1172, 1168, 1692, 1688, 1176, 1232, 1236, 1200]);
    expect(pkiImageSize([6, 7, 8])).to.equal(44);
  });

  it('takes ids that are given', () => {
    expect(hex({ ...item('key', 'KEY!'), id: 5 })).to.equal(
      'f1f101000800000003050400' + '4b455921',
    );
  });

  it('reads back as what went in', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { minLength: 1, maxLength: 8 }), (items) => {
        const image = packPkiImage(items);
        const { items: stored, size, warnings } = readPkiImage(image);

        const types = [...new Set(items.map(({ type }) => type))];
        const grouped = types.flatMap((type) => items.filter((one) => one.type === type));
        expect(stored.map(({ type, content }) => ({ type, content }))).to.deep.equal(grouped);
        expect(warnings).to.deep.equal([]);
        expect(size).to.equal(image.length);
        expect(image.length % 4).to.equal(0);
        expect(image.length).to.equal(pkiImageSize(items.map(({ content }) => content.length)));
      }),
    );
  });

  it('reads back from a partition as what went in, and packs to the same bytes', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { minLength: 1, maxLength: 2 }), (items) => {
        const image = packPkiImage(items);
        const partition = Buffer.alloc(8192, 0xff);
        partition.set(image);

        const stored = readPkiImage(partition).items.filter(
          (one): one is typeof one & { type: PkiItemType } => one.type !== 'unknown',
        );

        expect(Buffer.from(packPkiImage(stored)).equals(image)).to.equal(true);
      }),
    );
  });

  it('is refused where firmware could not use it', () => {
    const content = Buffer.from('x');

    expect(codeOf(() => packPkiImage([]))).to.equal('PKI_IMAGE_EMPTY');
    expect(codeOf(() => packPkiImage([item('key', '')]))).to.equal('PKI_ITEM_EMPTY');
    expect(codeOf(() => packPkiImage([{ type: 'ca', content: new Uint8Array(65536) }]))).to.equal(
      'PKI_ITEM_TOO_LARGE',
    );
    expect(packPkiImage([{ type: 'ca', content: new Uint8Array(65535) }])).to.have.lengthOf(65548);
    expect(codeOf(() => packPkiImage(Array(257).fill({ type: 'ca', content })))).to.equal(
      'PKI_TOO_MANY_ITEMS',
    );
    expect(
      readPkiImage(packPkiImage(Array(256).fill({ type: 'ca', content }))).items,
    ).to.have.lengthOf(256);
    expect(codeOf(() => packPkiImage([{ type: 'ca', content, id: 1.5 }]))).to.equal(
      'PKI_TOO_MANY_ITEMS',
    );
  });

  it('fits its partition or is refused', () => {
    const largest = packPkiImage([{ type: 'cert', content: new Uint8Array(8180) }]);
    const larger = packPkiImage([{ type: 'cert', content: new Uint8Array(8181) }]);
    const into = { partition: 'mqtt_cert', size: 8192 };

    expect(codeOf(() => requireFits(largest, into))).to.equal(undefined);
    expect(codeOf(() => requireFits(larger, into))).to.equal('PARTITION_TOO_SMALL');
    expect(() => requireFits(larger, into)).to.throw('"mqtt_cert" is 8196 bytes long');
  });
});
