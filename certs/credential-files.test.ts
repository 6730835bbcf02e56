import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInput } from '../errors/bench-error.ts';
import { type CredentialPaths, readCredentials, writeCredentials } from './credential-files.ts';
import { issueFlawedDevice } from './flawed-devices.ts';
import { packPkiImage } from './pki/pki-image.ts';
import { sampleAuthority, sampleDevice, strangeAuthority } from './sample-credentials.ts';

const isWindows = process.platform === 'win32';

const refusalOf = async (promise: Promise<unknown>): Promise<BadInput> => {
  const error = await promise.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof BadInput) return error;
  throw error;
};

describe('Credential files', () => {
  let folder: string;
  let paths: CredentialPaths;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'esp-at-bench-'));
    paths = await writeCredentials(folder, await sampleDevice(), { name: 'thing' });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  describe('written', () => {
    it('bear AWS’s names and read back the same', async () => {
      expect(readdirSync(folder).sort()).to.deep.equal([
        'root-CA.crt',
        'thing.cert.pem',
        'thing.private.key',
      ]);
      expect(await readCredentials(paths)).to.deep.equal(await sampleDevice());
    });

    it('keep the key to its owner, in a folder that is made', async function () {
      if (isWindows) this.skip(); // no such permissions there

      const made = await writeCredentials(join(folder, 'a', 'b'), await sampleDevice());

      expect(statSync(made.key).mode & 0o777).to.equal(0o600);
      expect(statSync(join(folder, 'a', 'b')).mode & 0o777).to.equal(0o700);
      expect(statSync(made.certificate).mode & 0o400).to.equal(0o400);
    });

    it('replace older ones whole, whatever their permissions were', async () => {
      chmodSync(paths.key, 0o644);

      await writeCredentials(folder, await sampleDevice(), { name: 'thing' });

      expect(readdirSync(folder)).to.have.lengthOf(3);
      if (!isWindows) expect(statSync(paths.key).mode & 0o777).to.equal(0o600);
    });

    it('go neither into a file nor out of their folder', async () => {
      const device = await sampleDevice();
      const code = async (...[where, name]: [string, string?]) =>
        (await refusalOf(writeCredentials(where, device, name === undefined ? {} : { name }))).code;

      expect(await code(paths.ca)).to.equal('NOT_A_DIRECTORY');
      expect(await code(join(paths.ca, 'below'))).to.equal('NOT_A_DIRECTORY');
      for (const name of ['../x', 'a/b', 'a\\b', '.', '..', '', 'a\0b']) {
        expect(await code(folder, name), name).to.equal('BAD_FILE_NAME');
      }
    });

    it('leave nothing behind when they cannot be written', async () => {
      mkdirSync(join(folder, 'new.private.key'));

      const refusal = await refusalOf(
        writeCredentials(folder, await sampleDevice(), { name: 'new' }),
      );

      expect(refusal.code).to.equal('FILE_UNWRITABLE');
      expect(readdirSync(folder).filter((name) => name.startsWith('new'))).to.deep.equal([
        'new.private.key',
      ]);
      expect(readFileSync(paths.key, 'utf8')).to.equal((await sampleDevice()).keyPem);
    });
  });

  describe('read', () => {
    it('may have CRLF, a byte order mark, and no final newline', async () => {
      const device = await sampleDevice();
      const crlf = device.keyPem.replaceAll('\n', '\r\n');

      const read = await readCredentials({
        certificate: file('c', `\uFEFF${device.certificatePem.trimEnd()}`),
        key: file('k', crlf),
        ca: paths.ca,
      });
      const verbatim = await readCredentials(
        { ...paths, key: file('k', crlf) },
        { verbatim: true },
      );

      expect(read).to.deep.equal(device);
      expect(verbatim.keyPem).to.equal(crlf);
    });

    it('are refused when they are missing, folders or pipes', async () => {
      const refusal = (change: Partial<CredentialPaths>) =>
        refusalOf(readCredentials({ ...paths, ...change }));

      const missing = await refusal({ key: join(folder, 'no.key') });
      expect(missing.code).to.equal('FILE_MISSING');
      expect(missing.message).to.include(join(folder, 'no.key'));
      expect((await refusal({ ca: join(paths.ca, 'x') })).code).to.equal('FILE_MISSING');
      expect((await refusal({ certificate: folder })).code).to.equal('IS_A_DIRECTORY');
      expect((await refusal({ certificate: folder })).message).to.include(folder);
      expect((await refusal({ certificate: '' })).code).to.equal('FILE_MISSING');
      expect((await refusal({ certificate: 'a\0b' })).code).to.equal('FILE_UNREADABLE');
    });

    it('are refused when they are devices or pipes, which may never end', async function () {
      if (isWindows) this.skip(); // no such devices there

      const refusal = await refusalOf(readCredentials({ ...paths, key: '/dev/zero' }));

      expect(refusal.code).to.equal('NOT_A_FILE');
    });

    it('are refused when they may not be read', async function () {
      if (isWindows || process.getuid?.() === 0) this.skip(); // nothing is unreadable for root
      chmodSync(paths.key, 0);

      expect((await refusalOf(readCredentials(paths))).code).to.equal('FILE_UNREADABLE');
    });

    it('are refused when they hold something else, and what is said', async () => {
      const device = await sampleDevice();
      const image = packPkiImage([{ type: 'cert', content: Buffer.from(device.certificatePem) }]);
      const refusal = (certificate: string) =>
        refusalOf(readCredentials({ ...paths, certificate }));

      for (const [path, code, words] of [
        [file('empty', ''), 'NOT_A_PEM', '0 bytes'],
        [file('image', image.subarray(0, 8)), 'NOT_A_PEM', 'PKI image'],
        [file('huge', new Uint8Array(4 << 20)), 'NOT_A_PEM', 'larger than'],
        [paths.key, 'WRONG_PEM_KIND', 'RSA PRIVATE KEY'],
        [file('two', device.certificatePem + device.caPem), 'SEVERAL_CERTIFICATES', '2'],
        [file('cut', device.certificatePem.slice(0, 600)), 'PEM_DAMAGED', 'cut short'],
      ] as const) {
        const { code: found, message } = await refusal(path);
        expect(found, path).to.equal(code);
        expect(message).to.include(path);
        expect(message).to.include(words);
      }
    });

    it('are refused when they do not belong together or are out of date, unless that is meant', async () => {
      const [authority, other] = await Promise.all([sampleAuthority(), strangeAuthority()]);
      const expired = await issueFlawedDevice('expired', { authority, other });
      const odd = await writeCredentials(join(folder, 'odd'), {
        ...expired,
        keyPem: (await sampleDevice()).keyPem,
      });

      const first = await refusalOf(readCredentials(odd));
      const second = await refusalOf(readCredentials(odd, { except: ['KEY_MISMATCH'] }));

      expect(first.code).to.equal('KEY_MISMATCH');
      expect(first.message).to.include(odd.key);
      expect(first.message).to.include(odd.certificate);
      expect(second.code).to.equal('CERTIFICATE_EXPIRED');
      expect((await readCredentials(odd, { except: false })).certificatePem).to.equal(
        expired.certificatePem,
      );
      expect(
        (await refusalOf(readCredentials(paths, { now: new Date('2050-01-01T00:00:00Z') }))).code,
      ).to.equal('CERTIFICATE_EXPIRED');
    });

    it('never get a key into an error', async () => {
      const { keyPem } = await sampleDevice();
      const lines = keyPem.split('\n').slice(1, -2);

      for (const content of [
        keyPem.slice(40),
        keyPem.slice(0, -50),
        lines.join('\n'),
        keyPem + keyPem,
        keyPem.replace('RSA', 'EC'),
      ]) {
        const refusal = await refusalOf(readCredentials({ ...paths, key: file('k', content) }));
        const all = [
          refusal.message,
          refusal.stack,
          String(refusal.cause),
          JSON.stringify(refusal),
        ].join();

        expect(lines.some((line) => all.includes(line))).to.equal(false);
      }
    });
  });
});
