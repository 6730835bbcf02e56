import { createPrivateKey } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { amazonRootPem } from '../amazon-roots.ts';
import { type CredentialPaths, writeCredentials } from '../credential-files.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from '../sample-credentials.ts';
import { readKitCredentials } from './kit-credentials.ts';
import { sampleKitFiles } from './sample-kit.ts';

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'read',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('Credentials of a kit', () => {
  let folder: string;
  let paths: CredentialPaths;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kit-credentials-'));
    paths = await writeCredentials(folder, await sampleDevice());
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('are those of a folder, byte for byte', async () => {
    const { credentials, names } = await readKitCredentials([folder]);

    expect(credentials).to.deep.equal(await sampleDevice());
    expect(names).to.deep.equal({
      certificate: 'device.cert.pem',
      key: 'device.private.key',
      ca: 'root-CA.crt',
    });
  });

  it('are those of files in any order and under any name', async () => {
    const root = join(folder, 'device.key');
    await copyFile(paths.ca, root);

    const { credentials } = await readKitCredentials([root, paths.key, paths.certificate]);

    expect(credentials).to.deep.equal(await sampleDevice());
  });

  it("trust all roots of one file, of Amazon's the first, and that of Node.js where there is none", async () => {
    const device = await sampleDevice();
    const [first = '', third = ''] = (['Amazon Root CA 1', 'Amazon Root CA 3'] as const).map(
      (name) => amazonRootPem(name),
    );
    const roots = async () => (await readKitCredentials([folder])).credentials.caPem;

    await writeFile(paths.ca, device.caPem + third);
    expect(await roots()).to.equal(device.caPem + third);
    await writeFile(paths.ca, third);
    await writeFile(join(folder, 'z.pem'), first);
    expect(await roots()).to.equal(first);
    await Promise.all([rm(paths.ca), rm(join(folder, 'z.pem'))]);
    expect(await roots()).to.equal(first);
  });

  it('trust a root of Amazon where the start script leads to AWS, whatever else lies there', async () => {
    const [script] = sampleKitFiles({ device: await sampleDevice() }).slice(-1);
    await writeFile(join(folder, 'start.sh'), script?.bytes ?? '');

    const { credentials, names } = await readKitCredentials([folder]);

    expect(credentials.caPem).to.equal(amazonRootPem('Amazon Root CA 1'));
    expect(names.ca).to.equal('Amazon Root CA 1 of Node.js');
  });

  it('say of a key that cannot be read why that is', async () => {
    const { keyPem } = await sampleDevice();
    await writeFile(paths.key, keyPem.slice(0, 900));
    expect(await codeOf(readKitCredentials([folder]))).to.equal('PEM_DAMAGED');

    await writeFile(
      paths.key,
      createPrivateKey(keyPem).export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'secret',
      }),
    );
    expect(await codeOf(readKitCredentials([folder]))).to.equal('KEY_ENCRYPTED');
  });

  it('are missing where it is a policy that cannot be read', async () => {
    await rm(paths.key);
    await writeFile(join(folder, 'lamp-Policy'), '{"Version": "2012-10-17", "Statement": [],}');

    expect(await codeOf(readKitCredentials([folder]))).to.equal('CREDENTIALS_UNCLEAR');
  });

  it('are not guessed at', async () => {
    const stranger = await (await strangeAuthority()).issueDevice();
    await writeFile(join(folder, 'other.pem'), stranger.caPem);
    expect(await codeOf(readKitCredentials([folder]))).to.equal('CREDENTIALS_UNCLEAR');

    await rm(join(folder, 'other.pem'));
    await writeCredentials(folder, await (await sampleAuthority()).issueDevice(), { name: 'b' });
    expect(await codeOf(readKitCredentials([folder]))).to.equal('CREDENTIALS_UNCLEAR');
    expect(await codeOf(readKitCredentials([paths.certificate]))).to.equal('CREDENTIALS_UNCLEAR');
    expect(await codeOf(readKitCredentials([join(folder, 'gone')]))).to.equal('FILE_MISSING');
  });

  it('belong together', async () => {
    const { keyPem } = await (await strangeAuthority()).issueDevice();
    await writeFile(paths.key, keyPem);

    expect(await codeOf(readKitCredentials([folder]))).to.equal('KEY_MISMATCH');
  });
});
