import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { readDownload } from './download.ts';
import { makeZip } from './zip-samples.ts';

const TEXT = Buffer.from('text');
const ZIP = makeZip([{ name: 'a', bytes: TEXT }]);
const isWindows = process.platform === 'win32';

const refusalOf = async (path: string): Promise<BadInput> => {
  const error = await readDownload(path).catch((reason: unknown) => reason);
  if (error instanceof BadInput) return error;
  throw new Error('it was not refused', { cause: error });
};

describe('A download', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'download-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('is a file, or a zip archive whatever its name, which stays as it is', async () => {
    const one = { files: [{ name: 'one', bytes: TEXT }], leftOut: [] };
    const zipped = { files: [{ name: 'a', bytes: TEXT }], leftOut: [] };

    expect(await readDownload(file('one', TEXT))).to.deep.equal(one);
    expect(await readDownload(file('kit', ZIP))).to.deep.equal(zipped);
    expect(readdirSync(folder)).to.deep.equal(['kit', 'one']);
  });

  it('is a folder of both, without the folders inside it', async () => {
    file('b', TEXT);
    file('kit.zip', ZIP);
    mkdirSync(join(folder, 'c'));

    expect((await readDownload(folder)).files.map(({ name }) => name)).to.deep.equal([
      'b',
      'kit.zip: a',
    ]);
  });

  it('leaves out of a folder what it cannot take, and says so', async function () {
    if (isWindows) this.skip(); // no pipes in folders there
    file('a', TEXT);
    file('bad.zip', ZIP.subarray(0, 50));
    file('large', Buffer.alloc((1 << 20) + 1));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('/dev/zero', join(folder, 'zero'));
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));

    const { files, leftOut } = await readDownload(folder);

    expect(files).to.have.length(1);
    expect(leftOut.map(({ code }) => code)).to.deep.equal([
      'ZIP_DAMAGED',
      'FILE_MISSING',
      'FILE_TOO_LARGE',
      'NOT_A_FILE',
      'NOT_A_FILE',
    ]);
  });

  it('is refused where nothing is, or too much', async () => {
    expect((await refusalOf(join(folder, 'none'))).code).to.equal('FILE_MISSING');
    expect((await refusalOf(file('bad', ZIP.subarray(0, 50)))).code).to.equal('ZIP_DAMAGED');
    expect((await refusalOf(file('l', Buffer.alloc((1 << 20) + 1)))).code).to.equal(
      'FILE_TOO_LARGE',
    );
    for (let i = 0; i <= 200; i++) file(`${i}`, '');
    expect((await refusalOf(folder)).code).to.equal('FOLDER_TOO_FULL');
  });
});
