import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { type NvsEntry, NvsImage } from '../nvs/nvs-image.ts';
import { spellEntry } from '../nvs/nvs-proof.ts';
import { readNvs } from '../nvs/nvs-reader.ts';
import { nvsBlob, nvsText } from '../nvs/nvs-value.ts';
import { writeNvs } from '../nvs/nvs-writer.ts';
import { firmwareItem } from '../pki/firmware-item.ts';
import { requireUnchanged } from './require-unchanged.ts';
import { type SampleImage, sampleImage } from './sample-image.ts';
import { writeIntoImage } from './write-image.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'done';
  } catch (error) {
    return error instanceof BadInput ? error.code : String(error);
  }
};

const SMALL = { certificatePem: 'a certificate', keyPem: 'a key', caPem: 'a root' };

/** An empty file is no credential. */
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1_500 });
const credentials = fc.record({ certificatePem: text, keyPem: text, caPem: text });

const PLACES = ['mqtt_cert', 'mqtt_key', 'mqtt_ca'];
const PARTS = ['certificatePem', 'keyPem', 'caPem'] as const;

/** The three places among others, in any order and of any size that one sector or more has. */
const rooms = fc
  .uniqueArray(fc.constantFrom('ble_data', 'client_ca', 'factory_param', 'fatfs', 'server_key'))
  .chain((others) => fc.shuffledSubarray([...PLACES, ...others], { minLength: 3 + others.length }))
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => fc.integer({ min: 1, max: 5 }).map((sectors) => ({ name, sectors }))),
    ),
  );

const fill = fc.constantFrom(0xff, 0x00, 0x5a);
const table = fc.constantFrom(0x8000, 0xc000);

const bytesOf = (image: Uint8Array, { secondary }: SampleImage, name: string): Uint8Array => {
  const partition = secondary.find((each) => each.name === name);
  if (!partition) throw new TypeError(`no partition ${name}`);
  return image.subarray(partition.address, partition.address + partition.size);
};

describe('Credentials written into an image', () => {
  it('of the old generation are where firmware takes them from, and nothing else changes', () => {
    fc.assert(
      fc.property(credentials, rooms, fill, table, (device, wanted, filling, at) => {
        const sample = sampleImage(wanted, { fill: filling, table: at });
        const before = Buffer.from(sample.image);

        const { image, changed } = writeIntoImage(sample.image, device);

        expect(sample.image.equals(before)).to.equal(true);
        expect(changed.map(({ name }) => name)).to.have.members(PLACES);
        for (const [nth, place] of PLACES.entries()) {
          const item = firmwareItem(bytesOf(image, sample, place)) as Uint8Array;
          expect(Buffer.from(item).toString()).to.equal(device[PARTS[nth] ?? 'caPem']);
        }
        const restored = Buffer.from(image);
        for (const { address, size } of changed) {
          before.copy(restored, address, address, address + size);
        }
        expect(restored.equals(before)).to.equal(true);
      }),
      { numRuns: 30 },
    );
  });

  it('of the new generation stand in an NVS that keeps all its other keys', () => {
    const kept = fc.uniqueArray(
      fc.record({
        namespace: fc.constantFrom('factory_param', 'ble_data', 'client_cert', 'mqtt_cert'),
        key: fc.string({ unit: fc.constantFrom('a', 'b', '.', '0'), minLength: 1, maxLength: 15 }),
        value: fc.uint8Array({ maxLength: 2_000 }),
      }),
      { selector: ({ namespace, key }) => `${namespace}/${key}`, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(credentials, kept, fill, table, (device, others, filling, at) => {
        const sample = sampleImage([{ name: 'mfg_nvs', sectors: 12 }], {
          fill: filling,
          table: at,
        });
        const entries: NvsEntry[] = [
          { namespace: 'factory_param', key: 'version', type: 'i8', value: 4 },
          ...others.map(({ value, ...place }): NvsEntry => ({ ...place, ...nvsBlob(value) })),
        ];
        const stale: NvsEntry = { namespace: 'mqtt_key', key: 'mqtt_key', ...nvsText('a text') };
        const [partition] = sample.secondary;
        sample.image.set(writeNvs(NvsImage.of([...entries, stale]), 12 * 0x1000), 0x21000);

        const { image, changed } = writeIntoImage(sample.image, device);

        expect(changed).to.deep.equal([partition]);
        const found = readNvs(bytesOf(image, sample, 'mfg_nvs'));
        const put = PLACES.map((place, nth): NvsEntry => {
          const value = Buffer.from(device[PARTS[nth] ?? 'caPem']);
          return { namespace: place, key: place, ...nvsBlob(value) };
        });
        expect(found.entries.map(spellEntry)).to.have.members([...entries, ...put].map(spellEntry));
        expect(found.findings).to.deep.equal([]);
      }),
      { numRuns: 30 },
    );
  });

  it('of a TLS client have the number 0', () => {
    const sample = sampleImage([{ name: 'mfg_nvs', sectors: 4 }]);
    const old = NvsImage.of().with('factory_param', 'version', { type: 'i8', value: 4 });
    sample.image.set(writeNvs(old, 0x4000), 0x21000);

    const { image } = writeIntoImage(sample.image, SMALL, 'client');

    const found = readNvs(bytesOf(image, sample, 'mfg_nvs'));
    expect(found.entries.map(({ key }) => key)).to.deep.equal([
      'version',
      'client_ca.0',
      'client_cert.0',
      'client_key.0',
    ]);
  });
});

const OLD = PLACES.map((name) => ({ name, sectors: 1 }));

describe('Nothing is written into an image', () => {
  it('whose partition is smaller', () => {
    const { image } = sampleImage(OLD);
    const fits = (length: number) => () =>
      writeIntoImage(image, { ...SMALL, keyPem: 'k'.repeat(length) });

    expect(codeOf(fits(0x1000 - 12))).to.equal('done');
    expect(codeOf(fits(0x1000 - 11))).to.equal('PARTITION_TOO_SMALL');
  });

  it('whose NVS is smaller', () => {
    const { image } = sampleImage([{ name: 'mfg_nvs', sectors: 3 }]);
    const old = NvsImage.of().with('factory_param', 'version', { type: 'i8', value: 4 });
    image.set(writeNvs(old, 0x3000), 0x21000);

    expect(codeOf(() => writeIntoImage(image, SMALL))).to.equal('done');
    expect(codeOf(() => writeIntoImage(image, { ...SMALL, caPem: 'c'.repeat(8_000) }))).to.equal(
      'NVS_TOO_LARGE',
    );
  });

  it('that has no place for it', () => {
    const { image } = sampleImage(OLD.slice(1));

    expect(codeOf(() => writeIntoImage(image, SMALL))).to.equal('PARTITION_UNKNOWN');
  });

  it('whose NVS is erased, without factory parameters, damaged, or none', () => {
    const { image } = sampleImage([{ name: 'mfg_nvs', sectors: 4 }]);
    const write = () => writeIntoImage(image, SMALL);
    const old = NvsImage.of().with('ble_data', 'cfg', nvsBlob(Buffer.alloc(100, 7)));
    const version = { type: 'i8', value: 4 } as const;

    expect(codeOf(write)).to.equal('NVS_NOT_READABLE');
    image.set(writeNvs(old, 0x4000), 0x21000);
    expect(codeOf(write)).to.equal('NVS_NOT_READABLE');
    image.set(writeNvs(old.with('factory_param', 'version', version), 0x4000), 0x21000);
    expect(codeOf(write)).to.equal('done');
    image[0x21000 + 0x90] = 0;
    expect(codeOf(write)).to.equal('NVS_NOT_READABLE');
    image.fill(0x41, 0x21000, 0x25000);
    expect(codeOf(write)).to.equal('NOT_AN_NVS_IMAGE');
  });

  it('that ends before its partition does', () => {
    const { image } = sampleImage(OLD);
    image.set([0xe9, 3, 2, 0], 0x1000);

    expect(codeOf(() => writeIntoImage(image.subarray(0, 0x24000), SMALL))).to.equal('done');
    expect(codeOf(() => writeIntoImage(image.subarray(0, 0x23fff), SMALL))).to.equal(
      'IMAGE_CUT_SHORT',
    );
  });

  it('whose tables are wrong', () => {
    const { image } = sampleImage(OLD);
    image[0x20000 + 12] = 0x41;

    expect(codeOf(() => writeIntoImage(image, SMALL))).to.equal('TABLE_CHECKSUM');
  });
});

describe('The last look at a new image', () => {
  const before = Buffer.from('0123456789');
  const except = [
    { address: 6, size: 2 },
    { address: 2, size: 3 },
  ];

  it('lets changes in its partitions pass, and none outside', () => {
    fc.assert(
      fc.property(fc.nat(9), (at) => {
        const after = Buffer.from(before);
        after[at] = 0xff;
        const isInside = [2, 3, 4, 6, 7].includes(at);

        expect(codeOf(() => requireUnchanged(before, after, except)) === 'done').to.equal(isInside);
      }),
    );
  });

  it('sees another length', () => {
    expect(codeOf(() => requireUnchanged(before, before.subarray(1), except))).to.include(
      '10 bytes',
    );
  });
});
