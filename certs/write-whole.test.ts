import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { requireWritable, writeWhole } from './write-whole.ts';

const codeOf = (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'written',
    ({ code }) => code,
  );

describe('A file that is written as a whole', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whole-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('has its folders made, by several writers at once', async () => {
    const paths = ['a', 'b', 'c'].map((name) => join(folder, 'x', 'y', name));

    await Promise.all(paths.map((path) => writeWhole(path, path)));

    for (const path of paths) expect(await readFile(path, 'utf8')).to.equal(path);
  });

  it('is refused where a folder takes no others, in place of trying for ever', async () => {
    expect(await codeOf(writeWhole('/proc/none/below', ''))).to.equal('FILE_UNWRITABLE');
  });

  it('does not take the place of a device or a pipe', async () => {
    const path = join(folder, 'socket');
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once('listening', resolve));

    expect(await codeOf(writeWhole(path, ''))).to.equal('NOT_A_FILE');
    expect(await codeOf(requireWritable(path))).to.equal('NOT_A_FILE');

    server.close();
  });

  it('can be asked about beforehand, and is as it was then', async () => {
    const path = join(folder, 'old');
    await writeFile(path, 'old');

    expect(await codeOf(requireWritable(path))).to.equal('written');
    expect(await codeOf(requireWritable(join(folder, 'new', 'file')))).to.equal('written');
    expect(await codeOf(requireWritable(folder))).to.equal('FILE_UNWRITABLE');
    expect(await codeOf(requireWritable(join(path, 'below')))).to.equal('NOT_A_DIRECTORY');
    expect(await codeOf(requireWritable(path, 2 ** 53))).to.equal('FILE_UNWRITABLE');

    expect(await readFile(path, 'utf8')).to.equal('old');
    expect(await readdir(folder)).to.have.members(['new', 'old']);
    expect(await readdir(join(folder, 'new'))).to.deep.equal([]);
  });
});
