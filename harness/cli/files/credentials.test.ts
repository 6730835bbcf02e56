import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { describeCertificate } from '../../../certs/describe-certificate.ts';
import { sampleKitFiles, sampleKitZip } from '../../../certs/kits/sample-kit.ts';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { consolePolicy } from '../../../simulators/aws-iot/console-policy.ts';
import { type Refusal, testRefusals } from '../refusals.ts';
import { type Ended, startCommand } from '../running-command.ts';

const POLICY = consolePolicy({ region: 'us-east-1', account: '111122223333' });

const show = (...args: readonly string[]): Promise<Ended> =>
  startCommand(['credentials', 'show', ...args], { withinMs: 20_000 }).ended;

/** 12 characters in a row of a key's secret, however lines were broken. */
const quotes = (text: string, { keyPem }: DeviceCredentials): boolean => {
  const secret = keyPem.split('\n').slice(2, -2).join('');
  return Array.from({ length: secret.length - 12 }, (_, i) => secret.slice(i, i + 12)).some(
    (piece) => text.includes(piece),
  );
};

describe('esp-at-bench credentials show', () => {
  let folder: string;
  let device: DeviceCredentials;

  before(async () => {
    device = await sampleDevice();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'credentials-show-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  it('tells a connection kit and ends with 0, without its key, and without unpacking it', async () => {
    const kit = await file('connect_device_package.zip', sampleKitZip({ device, policy: POLICY }));

    const { code, stdout, stderr } = await show(kit);

    expect([code, stderr]).to.deep.equal([0, '']);
    for (const words of [
      /lamp\.private\.key +private key \(PKCS#1\)/,
      /subject +CN=AWS IoT Certificate/,
      new RegExp(`certificate id +${describeCertificate(device.certificatePem).sha256}`),
      /kind +RSA 2048, PKCS#1\n +belongs to the certificate +yes/,
      /name +Amazon Root CA 1\n +from +Node\.js/,
      /end point +a1b2c3d4e5f6g7-ats\.iot\.us-east-1\.amazonaws\.com/,
      /client id +sdk-java\n +topic +sdk\/test\/java/,
      /lamp-Policy allows 4 of 4 steps/,
      /Nothing is wrong\.\n$/,
    ]) {
      expect(stdout).to.match(words);
    }
    expect(quotes(stdout, device)).to.equal(false);
    expect(quotes(device.keyPem.replaceAll('\n', ''), device)).to.equal(true);
    expect(await readdir(folder)).to.have.length(1);
  });

  it('ends with 1 where the kit’s own policy forbids what its own script does, and speaks JSON', async () => {
    const kit = await file(
      'kit.zip',
      sampleKitZip({ device, policy: POLICY, topic: 'sdk/test/python' }),
    );

    const { code, stdout } = await show(kit, '--json');

    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.containSubset({
      path: kit,
      certificate: { sha256: describeCertificate(device.certificatePem).sha256 },
      key: { file: 'lamp.private.key', form: 'PKCS#1', kind: 'RSA 2048' },
      keyMatches: true,
      root: { file: null, name: 'Amazon Root CA 1' },
      clientId: 'sdk-java',
      topic: 'sdk/test/python',
      verdict: { allowed: false },
      findings: [{ code: 'POLICY_FORBIDS', severity: 'error' }],
    });
    expect(quotes(stdout, device)).to.equal(false);
  });

  it('reads a folder, and says what is wrong with what is in it', async () => {
    const { certificatePem } = device;
    const kit = join(folder, 'kit');
    await mkdir(kit);
    await file('kit/other.zip', 'PK\x03\x04 and nothing more');
    await file('kit/certificate', certificatePem);
    await file('kit/policy.json', '{"Statement": "everything"}');

    const { code, stdout, stderr } = await show(kit);

    expect([code, stderr]).to.deep.equal([1, '']);
    expect(stdout).to.match(/certificate +certificate\n/);
    expect(stdout).to.match(/\? {3}\S*other\.zip is a damaged zip archive/);
    expect(stdout).to.match(/NO {2}There is no private key/);
    expect(stdout).to.match(/NO {2}The policy policy\.json/);
  });

  it('writes no character that a terminal would act upon, whoever chose the names', async function () {
    if (process.platform === 'win32') this.skip(); // no such names there
    const clear = '\x1b[2J';
    const files = sampleKitFiles({ device, policy: POLICY, clientId: `id${clear}` });
    for (const { name, bytes } of files) await file(`${clear}${name}`, bytes);

    const { stdout } = await show(folder);

    expect(stdout).to.include('client id  id\\u{1b}[2J');
    expect(stdout).not.to.include('\x1b');
  });
});

const REFUSALS: readonly Refusal[] = [
  [
    'a path where nothing is',
    async () => ['credentials', 'show', '/none'],
    /\/none does not exist/,
  ],
  [
    'a zip archive that is damaged',
    async ({ file }) => ['credentials', 'show', await file('PK\x03\x04')],
    /file is a damaged zip archive/,
  ],
  [
    'no path',
    async () => ['credentials', 'show'],
    /missing required argument 'path'; esp-at-bench credentials show --help/,
  ],
  [
    'an unknown option',
    async () => ['credentials', 'show', '.', '--keys'],
    /unknown option '--keys'; esp-at-bench credentials show --help/,
  ],
];

describe('A look at credentials', () => {
  testRefusals(REFUSALS);
});
