import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { NVS } from './nvs-format.ts';
import { type NvsEntry, NvsImage } from './nvs-image.ts';
import { readNvs } from './nvs-reader.ts';
import { anyNvsEntries, pattern } from './nvs-samples.ts';
import { type NvsValue, nvsBlob, nvsText } from './nvs-value.ts';
import { writeNvs } from './nvs-writer.ts';

const ESP32 = 0x1c000;
const ESP32_C3 = 0x1f000;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof BadInput ? error.code : String(error);
  }
};
const named = (namespace: string, key: string, content: NvsValue): NvsEntry => ({
  ...content,
  namespace,
  key,
});
const blob = (namespace: string, key: string, size: number, seed = 0): NvsEntry =>
  named(namespace, key, nvsBlob(pattern(size, seed)));

describe('An NVS image, written', () => {
  it('has the bytes of a real one', () => {
    const small = (name: string): NvsEntry =>
      named(name, name, nvsBlob(Buffer.from('-----CA-----\n')));
    const image = NvsImage.of([
      small('mqtt_ca'),
      small('mqtt_cert'),
      { namespace: 'factory_param', key: 'version', type: 'i8', value: 4 },
      named('factory_param', 'module_name', nvsText('WROOM-32')),
      { namespace: 'factory_param', key: 'uart_baudrate', type: 'i32', value: 115_200 },
      { namespace: 'factory_param', key: 'uart_tx_pin', type: 'i32', value: 17 },
      { namespace: 'factory_param', key: 'uart_rx_pin', type: 'i32', value: 16 },
    ]);
    const lines = hex(writeNvs(image, ESP32)).match(/.{64}/g) ?? [];
    const key = '6d7174745f6361000000000000000000';
    expect(lines.slice(0, 6)).to.deep.equal([
      'fcffffff00000000feffffffffffffffffffffffffffffffffffffff842dbab9',
      `aaaaaaea${'ff'.repeat(28)}`,
      `000101fff75dd75f${key}01ffffffffffffff`,
      `0142020023902c18${key}0d00ffff1976196c`,
      `2d2d2d2d2d43412d2d2d2d2d0a${'ff'.repeat(19)}`,
      `014801ff72a0d763${key}0d0000000100ffff`,
    ]);
    expect(lines).to.include.members([
      '031101ffb93c72cc76657273696f6e00000000000000000004ffffffffffffff',
      '032102ffbb2e462a6d6f64756c655f6e616d6500000000000900ffff717ee48b',
      `${Buffer.from('WROOM-32').toString('hex')}00${'ff'.repeat(23)}`,
      '031401ffe80e8bed756172745f626175647261746500000000c20100ffffffff',
    ]);
    expect(lines.slice(17, 128).every((line) => /^f+$/.test(line))).to.equal(true);
  });

  const FACTORY: readonly NvsEntry[] = [
    blob('mqtt_cert', 'mqtt_cert', 1155),
    blob('mqtt_key', 'mqtt_key', 1679),
    blob('mqtt_ca', 'mqtt_ca', 1159),
    { namespace: 'factory_param', key: 'version', type: 'i8', value: 2 },
    named('factory_param', 'module_name', nvsText('WROOM-32')),
    { namespace: 'factory_param', key: 'uart_baudrate', type: 'i32', value: 115_200 },
    { namespace: 'factory_param', key: 'uart_tx_pin', type: 'i32', value: 17 },
  ];
  const LONG = Array.from({ length: 12 }, (_, at) => blob('long', `k${at}`, 8191, at));
  const TO_THE_BRIM: readonly NvsEntry[] = [
    blob('a', 'fill', 121 * 32),
    { namespace: 'a', key: 'n', type: 'u8', value: 1 },
    blob('a', 'empty', 100),
    blob('a', 'exact', 4000),
    named('a', 's', nvsText('x'.repeat(3967))),
    blob('a', 'none', 0),
  ];
  // Made by the rules of nvs_partition_gen, in Python: those of ESP-AT's at.py, and those of its later releases.
  for (const [title, entries, size, headed, blank] of [
    ['factory settings', FACTORY, ESP32, 'd1775171279b541b', '025771449df204dd'],
    ['factory settings for a C3', FACTORY, ESP32_C3, '51d577299618fd6a', '649b53d8c4e0cc3e'],
    ['blobs over several pages', LONG, ESP32, '294ac9990910470b', 'db794d67e1f9bdbd'],
    ['pages filled to the brim', TO_THE_BRIM, 0x7000, '8f8968514d220244', '1ae294a0384c0323'],
  ] as const) {
    it(`is the same as that of Espressif's generator: ${title}`, () => {
      const digest = (unusedPages: 'headed' | 'blank'): string =>
        createHash('sha256')
          .update(writeNvs(NvsImage.of(entries), size, { unusedPages }))
          .digest('hex')
          .slice(0, 16);
      expect([digest('headed'), digest('blank')]).to.deep.equal([headed, blank]);
    });
  }

  it('keeps the last page free, and gives the others headers as asked', () => {
    const states = (unusedPages: 'headed' | 'blank'): string[] => {
      const image = Buffer.from(writeNvs(NvsImage.of(LONG.slice(0, 1)), 0x5000, { unusedPages }));
      return [0, 1, 2, 3, 4].map((page) => image.readUInt32LE(page * NVS.pageBytes).toString(16));
    };
    const [full, active, free] = ['fffffffc', 'fffffffe', 'ffffffff'];
    expect(states('headed')).to.deep.equal([full, full, full, full, free]);
    expect(states('blank')).to.deep.equal([full, full, active, free, free]);
  });

  it('takes a string as long as a page', () => {
    const image = NvsImage.of([
      { namespace: 'n', key: 'number', type: 'u8', value: 1 },
      named('n', 'long', nvsText('x'.repeat(3999))),
    ]);
    expect(readNvs(writeNvs(image, 0x3000)).entries).to.have.length(2);
    expect(codeOf(() => writeNvs(image.with('n', 'more', nvsText('')), 0x3000))).to.equal(
      'NVS_TOO_LARGE',
    );
  });

  it('takes what fits to the byte, and refuses one more', () => {
    // Two pages less the namespace, the two chunk entries and the index.
    const most = (2 * NVS.entriesPerPage - 4) * NVS.entryBytes;
    const image = (size: number): NvsImage => NvsImage.of([blob('n', 'k', size)]);
    expect(readNvs(writeNvs(image(most), 0x3000)).entries[0]?.value).to.have.length(most);
    expect(codeOf(() => writeNvs(image(most + 1), 0x3000))).to.equal('NVS_TOO_LARGE');
  });

  for (const [title, code, act] of [
    ['a size that is not made of pages', 'NVS_SIZE', () => writeNvs(NvsImage.of(), 0x3001)],
    ['fewer than three pages', 'NVS_SIZE', () => writeNvs(NvsImage.of(), 0x2000)],
    [
      'more than 254 namespaces',
      'NVS_TOO_MANY_NAMESPACES',
      () =>
        writeNvs(
          NvsImage.of(Array.from({ length: 255 }, (_, at) => blob(`n${at}`, 'k', 1))),
          ESP32_C3,
        ),
    ],
    [
      'a blob of more than 127 chunks',
      'NVS_TOO_LARGE',
      () => writeNvs(NvsImage.of([blob('n', 'k', 4000 * 128)]), 0x100000),
    ],
  ] as const) {
    it(`refuses ${title}`, () => expect(codeOf(act)).to.equal(code));
  }

  it('comes back as it went in, also when it is written once more', () => {
    fc.assert(
      fc.property(
        anyNvsEntries(60),
        fc.constantFrom<'headed' | 'blank'>('headed', 'blank'),
        (entries, unusedPages) => {
          const image = NvsImage.of(entries);
          const size = 0x100000;
          const bytes = writeNvs(image, size, { unusedPages });
          const back = readNvs(bytes);
          expect(back.findings).to.deep.equal([]);
          expect(back.entries.map(plain)).to.deep.equal(image.entries.map(plain));
          expect(hex(writeNvs(back, size, { unusedPages }))).to.equal(hex(bytes));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('packs and reads a full image in milliseconds', () => {
    const full = NvsImage.of(Array.from({ length: 26 }, (_, at) => blob('n', `k${at}`, 3800, at)));
    const times = Array.from({ length: 8 }, () => {
      const begun = process.cpuUsage();
      readNvs(writeNvs(full, ESP32));
      return process.cpuUsage(begun).user / 1000;
    });
    // Of the processor, and the best of several: what else the machine does is not measured here.
    expect(Math.min(...times)).to.be.below(30);
  });
});

const plain = ({ namespace, key, type, value }: NvsEntry): string =>
  `${namespace}/${key}/${type}=${value instanceof Uint8Array ? hex(value) : value}`;
