import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CredentialPaths, writeCredentials } from '../../../certs/credential-files.ts';
import { packPkiImage } from '../../../certs/pki/pki-image.ts';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { factoryNvs } from '../../../simulators/esp-at/flash/factory-nvs.ts';
import { releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import { type Refusal, testRefusals } from '../refusals.ts';
import { type Ended, startCommand } from '../running-command.ts';

const NVS_BYTES = 0x1c000;

const run = (...args: readonly string[]): Promise<Ended> =>
  startCommand(args, { withinMs: 20_000 }).ended;

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('A single bin', () => {
  let folder: string;
  let kit: CredentialPaths;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bins-'));
    kit = await writeCredentials(folder, await sampleDevice());
  });

  after(() => rm(folder, { recursive: true }));

  it('of PKI is packed in the order of the command line, shown, and unpacked', async () => {
    const bin = join(folder, 'all.bin');
    const [key, cert] = await Promise.all([readFile(kit.key), readFile(kit.certificate)]);

    const packed = await run(
      'pki',
      'pack',
      '--key',
      kit.key,
      '--cert',
      kit.certificate,
      '--out',
      bin,
    );
    const shown = await run('pki', 'show', bin, '--json');
    const unpacked = await run('pki', 'unpack', bin, '--into', join(folder, 'pki'), '--json');

    const image = packPkiImage([
      { type: 'key', content: key },
      { type: 'cert', content: cert },
    ]);
    expect([packed.code, packed.stderr]).to.deep.equal([0, '']);
    expect((await readFile(bin)).equals(image)).to.equal(true);
    expect(await modeOf(bin)).to.equal(0o600);
    const { items } = JSON.parse(shown.stdout);
    expect(items.map(({ content }: { content: object }) => content)[0]).to.deep.equal({
      kind: 'key',
      bytes: key.length,
      algorithm: 'RSA 2048',
    });
    const files = [join(folder, 'pki', '0-key.pem'), join(folder, 'pki', '1-cert.pem')];
    expect(JSON.parse(unpacked.stdout)).to.deep.equal({ files });
    expect(await Promise.all(files.map((file) => readFile(file)))).to.deep.equal([key, cert]);
    expect(await Promise.all(files.map(modeOf))).to.deep.equal([0o600, 0o600]);
  });

  it('of an NVS is unpacked, and packed again to the same bytes', async () => {
    const [bin, again] = [join(folder, 'mfg_nvs.bin'), join(folder, 'again.bin')];
    await writeFile(bin, factoryNvs(releaseProfile('3.4.0.0'), await sampleDevice(), NVS_BYTES));
    const csv = join(folder, 'nvs', 'nvs.csv');

    const shown = await run('nvs', 'show', bin);
    const unpacked = await run('nvs', 'unpack', bin, '--into', join(folder, 'nvs'));
    const packed = await run('nvs', 'pack', csv, '--size', '112K', '--out', again);

    expect([shown, unpacked, packed].map(({ code }) => code)).to.deep.equal([0, 0, 0]);
    expect(shown.stdout)
      .to.include('mqtt_key/mqtt_key blob, ')
      .and.include('factory_param/version i8 4');
    expect(shown.stdout + packed.stdout).not.to.match(/PRIVATE KEY|0x2800/);
    expect((await readFile(again)).equals(await readFile(bin))).to.equal(true);
    expect([await modeOf(csv), await modeOf(again)]).to.deep.equal([0o600, 0o600]);
  });

  it('that is damaged is shown, and ends with 1', async () => {
    const bin = join(folder, 'damaged.bin');
    const bytes = Buffer.from(
      factoryNvs(releaseProfile('3.4.0.0'), await sampleDevice(), NVS_BYTES),
    );
    await writeFile(bin, bytes.fill(0, 0, 32));

    const { code, stdout } = await run('nvs', 'show', bin, '--json');

    expect(code).to.equal(1);
    const kinds = JSON.parse(stdout).findings.map(({ kind }: { kind: string }) => kind);
    expect(kinds).to.include('damaged-page');
  });

  for (const command of ['image write', 'image show', 'pki', 'nvs']) {
    it(`has help with examples: ${command}`, async () => {
      const { code, stdout } = await run(...command.split(' '), '--help');

      expect(code).to.equal(0);
      expect(stdout).to.include(`\nExamples:\n  $ esp-at-bench ${command} `);
      expect(stdout).to.include('\nExit codes: 0 done');
    });
  }
});

const REFUSALS: readonly Refusal[] = [
  [
    'an image in place of the key that goes into it',
    async ({ file }) => {
      const key = await file('the only copy');
      return ['pki', 'pack', '--key', key, '--out', key];
    },
    /--out .*file is .*file, one of the files that are read/,
  ],
  [
    'an image in place of a value that goes into it',
    async ({ file }) => {
      const csv = await file('key,type,encoding,value\nn,namespace,,\nk,file,binary,file');
      return ['nvs', 'pack', csv, '--size', '0x3000', '--out', csv];
    },
    /one of the files that are read/,
  ],
  [
    'nothing to pack',
    async ({ folder }) => ['pki', 'pack', '--out', `${folder}/out`],
    /A PKI image needs at least one certificate or key/,
  ],
  [
    'an item larger than its partition',
    async ({ folder, file }) => [
      'pki',
      'pack',
      '--cert',
      await file('x'.repeat(8_181)),
      '--fits',
      '8K',
      '--out',
      `${folder}/o`,
    ],
    /is 8196 bytes long and the partition holds 8192/,
  ],
  [
    'a file that is no PKI image',
    async ({ file }) => ['pki', 'show', await file('-----BEGIN X-----')],
    /begins with F1 F1, and here is a PEM file/,
  ],
  [
    'a file that is no NVS',
    async ({ file }) => ['nvs', 'unpack', await file('text'), '--into', '/no/folder'],
    /An NVS image is made of pages/,
  ],
  [
    'a size that is none',
    async ({ folder, file }) => [
      'nvs',
      'pack',
      await file('x'),
      '--size',
      'large',
      '--out',
      `${folder}/out`,
    ],
    /--size takes a number of bytes like 0x1c000 or 112K, not "large"/,
  ],
  [
    'a CSV file that names a file which is not there',
    async ({ folder, file }) => {
      const csv = await file('key,type,encoding,value\nn,namespace,,\nk,file,binary,gone.pem');
      return ['nvs', 'pack', csv, '--size', '0x3000', '--out', `${folder}/out`];
    },
    /gone\.pem does not exist, and a value was expected there/,
  ],
  [
    'an NVS that is too small for it',
    async ({ folder, file }) => {
      const csv = await file(
        `key,type,encoding,value\nn,namespace,,\nk,data,string,${'x'.repeat(3_900)}\nl,data,string,${'x'.repeat(3_900)}\nm,data,string,${'x'.repeat(3_900)}`,
      );
      return ['nvs', 'pack', csv, '--size', '0x3000', '--out', `${folder}/out`];
    },
    /These entries need 3 pages of 4096 bytes and one that stays free/,
  ],
];

describe('A bin', () => {
  testRefusals(REFUSALS);
});
