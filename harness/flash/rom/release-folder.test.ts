import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readReleaseFolder } from './release-folder.ts';

describe('The folder of a release', () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'release-'));
    folder = join(root, 'release');
    await mkdir(join(folder, 'sub'), { recursive: true });
    await writeFile(join(root, 'secret'), 'outside');
    await writeFile(join(folder, 'sub', 'table.bin'), 'inside');
  });

  afterEach(() => rm(root, { recursive: true }));

  const codeFor = async (path: string): Promise<string> => {
    await writeFile(join(folder, 'download.config'), `0x8000 ${path}\n`);
    return readReleaseFolder(folder).then(
      ({ regions }) => `read ${regions.map(({ bytes }) => Buffer.from(bytes)).join()}`,
      ({ code }) => code,
    );
  };

  it('gives the files that its list names', async () => {
    expect(await codeFor('sub/table.bin')).to.equal('read inside');
    expect(await codeFor('./sub/../sub/table.bin')).to.equal('read inside');
  });

  it('gives nothing from outside, whichever way its list goes', async () => {
    await symlink('../secret', join(folder, 'link'));
    await symlink('..', join(folder, 'up'));

    for (const path of ['../secret', join(root, 'secret'), 'sub/../../secret', 'link', 'up/secret'])
      expect(await codeFor(path), path).to.equal('PATH_OUTSIDE');
  });

  it('is refused where a file is missing, or is a folder', async () => {
    expect(await codeFor('sub/other.bin')).to.equal('FILE_MISSING');
    expect(await codeFor('sub')).to.equal('IS_A_DIRECTORY');
    await rm(join(folder, 'download.config'));
    const error = await readReleaseFolder(folder).catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'FILE_MISSING');
  });
});
