import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { readZip } from './zip.ts';
import { makeZip, type ZipSample } from './zip-samples.ts';

const TEXT = Buffer.from('{"Statement": []}\n');
const sample = (lie: Partial<ZipSample> = {}): ZipSample => ({ name: 'a', bytes: TEXT, ...lie });

const refusalOf = async (bytes: Buffer): Promise<BadInput> => {
  const error = await readZip(bytes, 'kit.zip').then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof BadInput) return error;
  throw error;
};

/** An archive whose end says that the true counts stand in a zip64 record, which says something else. */
const zip64 = (files: bigint): Buffer => {
  const zip = makeZip([sample()], 0xffff);
  const end = zip.subarray(-22);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(files, 32);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(zip.length - 22), 8);
  locator.writeUInt32LE(1, 16);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([zip.subarray(0, -22), record, locator, end]);
};

const zip64Size = (size: bigint): Buffer => {
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(size, 4);
  return makeZip([sample({ size: 0xffffffff, extra })]);
};

const good = makeZip([sample({ name: 'kit/a' }), sample({ name: 'b', method: 0 })]);
const megabyte = Buffer.alloc(1 << 20);

const HOSTILE: readonly [what: string, bytes: Buffer, code: string][] = [
  [
    'a file of 64 MiB in 64 KiB',
    makeZip([sample({ bytes: Buffer.alloc(1 << 26) })]),
    'ZIP_TOO_LARGE',
  ],
  [
    'many files that are too much together',
    makeZip(['a', 'b'].map((name) => sample({ name, bytes: megabyte }))),
    'ZIP_TOO_LARGE',
  ],
  [
    'more files than a kit has',
    makeZip(Array.from({ length: 101 }, (_, i) => sample({ name: `${i}` }))),
    'ZIP_TOO_LARGE',
  ],
  ['a file larger than it says', makeZip([sample({ bytes: megabyte, size: 9 })]), 'ZIP_DAMAGED'],
  ['a file smaller than it says', makeZip([sample({ size: 99 })]), 'ZIP_DAMAGED'],
  ['another check sum', makeZip([sample({ checkSum: 1 })]), 'ZIP_DAMAGED'],
  ['fewer files than it says', makeZip([sample()], 2), 'ZIP_DAMAGED'],
  ['a symbolic link', makeZip([sample({ mode: 0o120777 })]), 'ZIP_NOT_A_FILE'],
  ['a device', makeZip([sample({ mode: 0o020666 })]), 'ZIP_NOT_A_FILE'],
  ['an encrypted file', makeZip([sample({ flags: 1 })]), 'ZIP_ENCRYPTED'],
  ['an unknown method', makeZip([sample({ method: 99 })]), 'ZIP_METHOD'],
  ['two files of one name', makeZip([sample(), sample()]), 'ZIP_DUPLICATE_NAME'],
  ['a zip64 record that lies on the number of files', zip64(1n << 40n), 'ZIP_TOO_LARGE'],
  ['a zip64 record that is not there', makeZip([sample()], 0xffff), 'ZIP_TOO_LARGE'],
  ['a zip64 size beyond all numbers', zip64Size(0xffffffffffffffffn), 'ZIP_TOO_LARGE'],
  ['a zip64 size that is another', zip64Size(7n), 'ZIP_DAMAGED'],
  ...['../a', 'a/../../b', '/etc/a', 'C:\\a', '..\\a', '', 'a\0b', 'a\n\x1b[2Jb', '\u202egp.a'].map(
    (name): [string, Buffer, string] => [
      `the name ${JSON.stringify(name)}`,
      makeZip([sample({ name })]),
      'ZIP_UNSAFE_NAME',
    ],
  ),
];

describe('A zip archive', () => {
  it('gives its files, packed or not', async () => {
    expect(await readZip(good, 'kit.zip')).to.deep.equal([
      { name: 'kit/a', bytes: TEXT },
      { name: 'b', bytes: TEXT },
    ]);
  });

  it('is read with folders, in the manner of Windows, and through a true zip64 record', async () => {
    const folder = sample({ name: 'kit/', bytes: Buffer.alloc(0), mode: 0o040755 });
    const windows = makeZip([folder, sample({ name: 'kit\\a', mode: 0 })]);

    expect(await readZip(windows, 'kit.zip')).to.deep.equal([{ name: 'kit/a', bytes: TEXT }]);
    expect(await readZip(zip64(1n), 'kit.zip')).to.deep.equal([{ name: 'a', bytes: TEXT }]);
  });

  for (const [what, bytes, code] of HOSTILE) {
    it(`is refused for ${what}`, async () => {
      const refusal = await refusalOf(bytes);

      expect(refusal.code).to.equal(code);
      expect(refusal.message).to.match(/^kit\.zip [\x20-\x7e]+\.$/);
    });
  }

  it('is refused wherever it was cut off', async () => {
    for (let length = 0; length < good.length; length++) {
      expect((await refusalOf(good.subarray(0, length))).code).to.equal('ZIP_DAMAGED');
    }
  });

  it('gives true contents or is refused, whatever bytes were changed', async () => {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        const files = await readZip(bytes, 'kit.zip').catch((error: unknown) => {
          if (error instanceof BadInput) return [];
          throw error;
        });
        for (const file of files) expect(file.bytes).to.deep.equal(TEXT);
      }),
      { numRuns: 500 },
    );
  });
});
