import { existsSync } from 'node:fs';
import { link, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CredentialPaths, writeCredentials } from '../../../certs/credential-files.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { describeImage } from '../../../certs/factory-image/describe-image.ts';
import { readFlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { requireUnchanged } from '../../../certs/factory-image/require-unchanged.ts';
import { writeIntoImage } from '../../../certs/factory-image/write-image.ts';
import { writePartitionTable } from '../../../certs/partition-table.ts';
import { sampleDevice, strangeAuthority } from '../../../certs/sample-credentials.ts';
import { factoryFlash } from '../../../simulators/esp-at/flash/factory.ts';
import { RELEASES, releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import { type Refusal, testRefusals } from '../refusals.ts';
import { type Ended, startCommand } from '../running-command.ts';

const factoryImage = async (release: string): Promise<Buffer> => {
  const flash = await factoryFlash(releaseProfile(release));
  return flash.read(0, flash.size);
};

const image = (...args: readonly string[]): Promise<Ended> =>
  startCommand(['image', ...args], { withinMs: 20_000 }).ended;

/** Certificate ids of what MQTT has in an image, apart from the key. */
const mqttIds = (bytes: Uint8Array): string[] =>
  describeImage(bytes).credentials.flatMap(({ place, content }) =>
    place.startsWith('mqtt_') && content.kind === 'certificates'
      ? content.certificates.map(({ sha256 }) => sha256)
      : [],
  );

describe('The factory image of release', () => {
  for (const release of RELEASES) {
    it(`${release} takes credentials, and keeps all else`, async () => {
      const device = await sampleDevice();
      const before = await factoryImage(release);

      const { image: after, changed } = writeIntoImage(before, device);

      const ids = [device.certificatePem, device.caPem].map(certificateId);
      expect(mqttIds(before)).not.to.have.members(ids);
      expect(mqttIds(after)).to.have.members(ids);
      requireUnchanged(before, after, changed);
      const [was, is] = [before, after].map(describeImage);
      expect(is?.problems).to.deep.equal([]);
      expect(is?.parameters).to.deep.equal(was?.parameters);
      const others = (from: typeof is) =>
        from?.credentials.filter(({ place }) => !place.startsWith('mqtt_'));
      expect(others(is)).to.deep.equal(others(was));
    });
  }
});

describe('esp-at-bench image', () => {
  let folder: string;
  let file: string;
  let device: DeviceCredentials;
  let kit: CredentialPaths;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-'));
    file = join(folder, 'factory.bin');
    device = await sampleDevice();
    kit = await writeCredentials(join(folder, 'kit'), device);
    await writeFile(file, await factoryImage('3.4.0.0'));
  });

  after(() => rm(folder, { recursive: true }));

  it('writes a new image for its owner alone, and shows what it holds', async () => {
    const old = await readFile(file);
    const out = join(folder, 'new.bin');

    const written = await image('write', file, '--credentials', join(folder, 'kit'), '--out', out);
    const shown = await image('show', out);

    expect([written.code, written.stderr]).to.deep.equal([0, '']);
    expect(written.stdout).to.include('mfg_nvs: 0x21000 to 0x3d000 written');
    expect((await stat(out)).mode & 0o777).to.equal(0o600);
    expect((await readFile(file)).equals(old)).to.equal(true);
    expect([shown.code, shown.stderr]).to.deep.equal([0, '']);
    expect(shown.stdout).to.include('secondary table at 0x20000, MD5 right:\n  mfg_nvs ');
    expect(shown.stdout).to.include(`SHA-256 ${certificateId(device.certificatePem)}`);
    expect(shown.stdout).to.include('private key, RSA 2048');
    expect(shown.stdout).to.include('AT version v3.4.0.0');
    expect(shown.stdout).to.include('uart_baudrate=115200');
    expect(shown.stdout + written.stdout).not.to.include('PRIVATE KEY');
  });

  it('speaks JSON to programs', async () => {
    const out = join(folder, 'json.bin');
    const { certificate, key, ca } = kit;
    const named = ['--credentials', ca, certificate, key];

    const written = await image('write', file, ...named, '--for', 'client', '--out', out, '--json');
    const shown = await image('show', out, '--json');

    const { changed } = JSON.parse(written.stdout);
    expect(changed).to.deep.equal([
      { name: 'mfg_nvs', type: 1, subtype: 2, address: 0x21000, size: 0x1c000 },
    ]);
    const { version, flashSize, credentials } = JSON.parse(shown.stdout);
    expect([version, flashSize]).to.deep.equal(['v3.4.0.0', 0x400000]);
    const own = credentials.find(({ place }: { place: string }) => place.endsWith('cert.0'));
    expect(own.content.certificates[0].sha256).to.equal(certificateId(device.certificatePem));
  });

  it('ends with 1 where an image has a problem', async () => {
    const damaged = join(folder, 'damaged.bin');
    const bytes = await readFile(file);
    bytes[0x20000 + 50] = 0x2e;
    await writeFile(damaged, bytes);

    const { code, stdout } = await image('show', damaged);

    expect(code).to.equal(1);
    expect(stdout).to.include('PROBLEM TABLE_CHECKSUM: The secondary table at 0x20000 ');
  });

  it('leaves nothing where it refuses', async () => {
    const bad = join(folder, 'bad.bin');
    const out = join(folder, 'nothing', 'out.bin');
    await writeFile(bad, (await readFile(file)).fill(0, 0x21000, 0x22000));
    const args = ['write', bad, '--credentials', kit.key, kit.certificate, kit.ca, '--out', out];

    const { code, stdout, stderr } = await image(...args);

    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^esp-at-bench: Not all that "mfg_nvs" holds can be read/);
    expect(existsSync(join(folder, 'nothing'))).to.equal(false);
  });

  it('does not write over the image or the credentials that it reads, under whatever name', async () => {
    const old = await readFile(file);
    const [other, hard] = [join(folder, 'link'), join(folder, 'hard')];
    await symlink(file, other);
    await link(file, hard);
    const named = ['--credentials', join(folder, 'kit')];

    for (const out of [file, other, hard, join(folder, 'kit', '..', 'factory.bin'), kit.key]) {
      const { code, stderr } = await image('write', file, ...named, '--out', out);

      expect(code).to.equal(2);
      expect(stderr).to.match(/^esp-at-bench: --out \S+ is \S+, one of the files that are read/);
    }
    expect(await readFile(kit.key, 'utf8')).to.equal(device.keyPem);
    expect((await readFile(file)).equals(old)).to.equal(true);
  });
});

/** A factory image, damaged or not, and a kit of credentials in the folder of a refusal. */
const asked = async (
  folder: string,
  change: (image: Buffer) => Buffer = (same) => same,
  credentials?: DeviceCredentials,
): Promise<string[]> => {
  const file = join(folder, 'image.bin');
  await writeFile(file, change(await factoryImage('2.2.0.0')));
  await writeCredentials(join(folder, 'kit'), credentials ?? (await sampleDevice()));
  return ['image', 'write', file, '--credentials', join(folder, 'kit'), '--out', `${folder}/out`];
};

const REFUSALS: readonly Refusal[] = [
  [
    'an image that is cut short',
    ({ folder }) => asked(folder, (image) => image.subarray(0, 0x100100)),
    /ends at 0x100100, in the middle of the application/,
  ],
  [
    'garbage',
    ({ folder }) => asked(folder, () => Buffer.alloc(5_000, 'garbage')),
    /no partition table at 0x8000 and 0xc000; the file begins like text/,
  ],
  [
    'a file larger than any flash',
    ({ folder }) => asked(folder, (image) => Buffer.alloc(4 * image.length + 1)),
    /image\.bin is larger than any flash chip/,
  ],
  [
    'a table that is not what its checksum says',
    ({ folder }) => asked(folder, (image) => image.fill(0, 0x20000 + 5, 0x20000 + 6)),
    /does not have the MD5 that it names/,
  ],
  [
    'a key of another certificate',
    async ({ folder }) => {
      const { keyPem } = await (await strangeAuthority()).issueDevice();
      return asked(folder, undefined, { ...(await sampleDevice()), keyPem });
    },
    /device\.private\.key is not the key of device\.cert\.pem/,
  ],
  [
    'a partition into which the key does not fit',
    ({ folder }) =>
      asked(folder, (image) => {
        const { secondary } = readFlashTables(image);
        const partitions = (secondary?.partitions ?? []).map((each) =>
          each.name === 'mqtt_key' ? { ...each, size: 0x400 } : each,
        );
        image.set(writePartitionTable(partitions, true), 0x20000);
        return image;
      }),
    /The image for "mqtt_key" is \d+ bytes long and the partition holds 1024/,
  ],
  [
    'an image that is not there',
    async () => ['image', 'show', '/no/image'],
    /\/no\/image does not exist, and a factory image was expected there/,
  ],
  [
    'a user that no board has',
    async () => ['image', 'write', 'x', '--credentials', 'y', '--out', 'z', '--for', 'you'],
    /option '--for <user>' argument 'you' is invalid/,
  ],
];

describe('A factory image', () => {
  testRefusals(REFUSALS);
});
