import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { TABLE_BYTES, writePartitionTable } from '../partition-table.ts';
import { readFlashTables } from './flash-tables.ts';
import { sampleImage } from './sample-image.ts';
import { tableProblems } from './table-problems.ts';

const ROOMS = [
  { name: 'mqtt_cert', sectors: 2 },
  { name: 'mqtt_key', sectors: 2 },
];

const codeOf = (image: Uint8Array): string => {
  try {
    readFlashTables(image);
    return 'read';
  } catch (error) {
    return error instanceof BadInput ? error.code : String(error);
  }
};

const problemsOf = (image: Uint8Array): string[] =>
  tableProblems(image, readFlashTables(image)).map(({ code }) => code);

describe('The tables of a flash image', () => {
  for (const table of [0x8000, 0xc000]) {
    it(`are found by the one at 0x${table.toString(16)}`, () => {
      const { image, primary, secondary } = sampleImage(ROOMS, { table });

      expect(readFlashTables(image)).to.deep.equal({
        primary: { address: table, partitions: primary, checksum: 'none' },
        secondary: { address: 0x20000, partitions: secondary, checksum: 'right' },
      });
      expect(problemsOf(image)).to.deep.equal([]);
    });
  }

  it('are not those of another firmware, of an application, of nothing', () => {
    const other = Buffer.alloc(1 << 20, 0xff);
    const nvs = { name: 'nvs', type: 1, subtype: 2, address: 0x9000, size: 0x6000 };
    writePartitionTable([nvs], true).copy(other, 0x8000);

    for (const image of [other, Buffer.from([0xe9, 5]), Buffer.alloc(0x10000), new Uint8Array()]) {
      expect(codeOf(image)).to.equal('NOT_AN_ESP_AT_IMAGE');
    }
  });

  it('of any bytes are read or refused, nothing else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 96, maxLength: 96 }),
        fc.nat(0x22000),
        (noise, length) => {
          const { image } = sampleImage(ROOMS);
          image.set(noise, 0x8000 + 36);
          image.set(noise.toReversed(), 0x20000 + 36);
          const cut = image.subarray(0, length);

          expect(codeOf(cut)).to.be.oneOf(['read', 'NOT_AN_ESP_AT_IMAGE']);
          if (codeOf(cut) === 'read') expect(problemsOf(cut)).to.include('FLASH_SIZE');
        },
      ),
    );
  });
});

describe('What is wrong with tables', () => {
  const [cert, key] = sampleImage(ROOMS).secondary;
  if (!cert || !key) throw new TypeError('a sample without partitions');
  const { address } = cert;

  for (const [what, code, secondary] of [
    [
      'partitions that overlap',
      'PARTITIONS_OVERLAP',
      [cert, { ...key, address: address + 0x1000 }],
    ],
    ['one inside of another', 'PARTITIONS_OVERLAP', [{ ...cert, size: 0x9000 }, key]],
    ['one over an application', 'PARTITIONS_OVERLAP', [cert, { ...key, address: 0xe1000 }]],
    ['one over the bootloader', 'PARTITIONS_OVERLAP', [cert, { ...key, address: 0x1000 }]],
    ['one over the primary table', 'PARTITIONS_OVERLAP', [cert, { ...key, address: 0x8000 }]],
    ['one over the secondary table', 'PARTITIONS_OVERLAP', [cert, { ...key, address: 0x20000 }]],
    ['one past the end', 'PARTITION_OUTSIDE', [cert, { ...key, address: 0xff000 }]],
    ['one that is far outside', 'PARTITION_OUTSIDE', [cert, { ...key, address: 0xffffffff }]],
    ['one without size', 'PARTITION_OUTSIDE', [cert, { ...key, size: 0 }]],
    [
      'one that begins inside a sector',
      'PARTITION_UNALIGNED',
      [cert, { ...key, address: 0x80800 }],
    ],
    ['a name that comes twice', 'PARTITION_TWICE', [cert, { ...key, name: cert.name }]],
    ['no secondary table', 'SECONDARY_TABLE_MISSING', []],
  ] as const) {
    it(`is told: ${what}`, () => {
      const { image } = sampleImage(ROOMS);
      const table = secondary.length > 0 ? writePartitionTable(secondary, true) : null;
      image.set(table ?? Buffer.alloc(TABLE_BYTES, 0xff), 0x20000);

      expect(problemsOf(image)).to.include(code);
    });
  }

  it('is told: a checksum that is not that of the entries', () => {
    const { image } = sampleImage(ROOMS);
    image[0x20000 + 12] = 'x'.charCodeAt(0);

    expect(problemsOf(image)).to.deep.equal(['TABLE_CHECKSUM']);
  });
});

/** With the header of a bootloader for a flash of 1, 2, 4... MB at its place on the chip. */
const withBootloader = (image: Buffer, at: number, exponent: number): Buffer => {
  image.set([0xe9, 3, 2, exponent << 4], at);
  return image;
};

describe('The size of a flash', () => {
  for (const at of [0, 0x1000, 0x2000]) {
    it(`is told by a bootloader at 0x${at.toString(16)}, and an image may end before it`, () => {
      const { image } = sampleImage(ROOMS);

      expect(problemsOf(withBootloader(image, at, 2).subarray(0, 0xd0000))).to.deep.equal([]);
    });
  }

  it('is no less than the image', () => {
    const twice = Buffer.concat([
      withBootloader(sampleImage(ROOMS).image, 0x1000, 0),
      Buffer.alloc(9),
    ]);

    expect(problemsOf(twice)).to.deep.equal(['FLASH_SIZE']);
  });

  it('is otherwise that of the image, if there are such chips', () => {
    const { image } = sampleImage(ROOMS);
    const untold = withBootloader(sampleImage(ROOMS).image, 0x1000, 15);

    expect(problemsOf(untold)).to.deep.equal([]);

    expect(problemsOf(image.subarray(0, -1))).to.include('FLASH_SIZE');
    expect(problemsOf(Buffer.concat([image, image]))).to.deep.equal([]);
    expect(problemsOf(Buffer.concat([image, image, image]))).to.deep.equal(['FLASH_SIZE']);
  });
});
