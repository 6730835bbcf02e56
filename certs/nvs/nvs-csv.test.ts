import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readNvsCsv, writeNvsCsv } from './nvs-csv.ts';
import { type NvsEntry, NvsImage } from './nvs-image.ts';
import { spellEntry } from './nvs-proof.ts';
import { nvsBlob, nvsText } from './nvs-value.ts';

const FILES: Readonly<Record<string, string>> = { 'ca.pem': 'PEM\n', hex: '00fF\n', six: 'AP8=\n' };

const read = (rows: string): Promise<NvsImage> =>
  readNvsCsv(`key,type,encoding,value\n${rows}`, async (path) => Buffer.from(FILES[path] ?? ''));

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'read',
    (error) => (error instanceof BadInput ? error.code : String(error)),
  );

describe('A CSV file of an NVS', () => {
  it('has the values that the generator of ESP-IDF makes of it', async () => {
    const image = await read(
      [
        'mqtt_ca,namespace,,',
        'mqtt_ca,file,binary,ca.pem',
        'factory_param,namespace,,',
        'version,data,i8,-4',
        'uart_baudrate,data,i32,115200\r',
        'big,data,u64,0xffffffffffffffff',
        'module_name,data,string,"WROOM-32"',
        'said,data,string,"a ""b"", c\nd"',
        'h,data,hex2bin,00ff',
        'i,file,hex2bin,hex',
        'j,file,base64,six',
      ].join('\n'),
    );

    const bytes = nvsBlob(Buffer.from([0, 0xff]));
    const place = { namespace: 'factory_param' };
    const expected: NvsEntry[] = [
      { namespace: 'mqtt_ca', key: 'mqtt_ca', ...nvsBlob(Buffer.from('PEM\n')) },
      { ...place, key: 'version', type: 'i8', value: -4 },
      { ...place, key: 'uart_baudrate', type: 'i32', value: 115_200 },
      { ...place, key: 'big', type: 'u64', value: (1n << 64n) - 1n },
      { ...place, key: 'module_name', ...nvsText('WROOM-32') },
      { ...place, key: 'said', ...nvsText('a "b", c\nd') },
      { ...place, key: 'h', ...bytes },
      { ...place, key: 'i', ...bytes },
      { ...place, key: 'j', ...bytes },
    ];
    expect(image.entries.map(spellEntry)).to.deep.equal(expected.map(spellEntry));
  });

  for (const [what, code, rows] of [
    ['a key before any namespace', 'NVS_CSV_MALFORMED', 'a,data,u8,1'],
    ['an unknown type', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,date,u8,1'],
    ['an unknown encoding', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,data,u9,1'],
    ['an encoding that every object has', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,data,toString,1'],
    ['too many fields', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,data,string,a,b'],
    ['no number', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,data,u8,one'],
    ['half a byte', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,data,hex2bin,abc'],
    ['no base64', 'NVS_CSV_MALFORMED', 'n,namespace,,\na,data,base64,a:b'],
    ['a number out of range', 'NVS_NUMBER_RANGE', 'n,namespace,,\na,data,u8,256'],
    ['a key that is too long', 'NVS_NAME', `n,namespace,,\n${'k'.repeat(16)},data,u8,1`],
    ['a quote inside', 'CSV_MALFORMED', 'n,namespace,,\na,data,string,b"c'],
    ['a quote without end', 'CSV_MALFORMED', 'n,namespace,,\na,data,string,"b'],
  ] as const) {
    it(`is refused for ${what}`, async () => {
      expect(await codeOf(read(rows))).to.equal(code);
    });
  }

  it('is refused without its head', async () => {
    expect(await codeOf(readNvsCsv('n,namespace,,', async () => Buffer.of()))).to.equal(
      'NVS_CSV_MALFORMED',
    );
  });

  it('gives back any values that were written into one, by files of its own folder alone', async () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '/', '.', ',', '"', '\n', 'é', ' '),
      minLength: 1,
      maxLength: 8,
    });
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 50 }).map(nvsBlob),
      fc
        .string({ unit: 'grapheme', maxLength: 20 })
        .filter((text) => !text.includes('\0'))
        .map(nvsText),
      fc.integer({ min: -128, max: 127 }).map((number) => ({ type: 'i8', value: number }) as const),
      fc
        .bigInt({ min: 0n, max: (1n << 64n) - 1n })
        .map((number) => ({ type: 'u64', value: number }) as const),
    );
    const entries = fc.uniqueArray(
      fc
        .tuple(name, name, value)
        .map(([namespace, key, content]): NvsEntry => ({ ...content, namespace, key })),
      { selector: ({ namespace, key, type }) => JSON.stringify([namespace, key, type]) },
    );
    await fc.assert(
      fc.asyncProperty(entries, async (wanted) => {
        const { csv, files } = writeNvsCsv(NvsImage.of(wanted));

        const image = await readNvsCsv(csv, async (path) => files.get(path) as Uint8Array);

        expect(image.entries.map(spellEntry)).to.have.members(wanted.map(spellEntry));
        for (const file of files.keys()) expect(file).to.match(/^\d+-[\w.-]*\.bin$/);
      }),
    );
  });
});

describe('CSV', () => {
  it('comes back as it was written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('x'), field, field)), (rows) => {
        expect(readCsv(writeCsv(rows))).to.deep.equal(rows);
      }),
    );
  });

  it('may end without a line end, and in the middle of a row', () => {
    expect(readCsv('a,b\r\n\r\nc,')).to.deep.equal([
      ['a', 'b'],
      ['c', ''],
    ]);
  });
});
