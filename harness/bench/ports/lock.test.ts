import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { lockPorts, PortLocked } from './lock.ts';
import type { Holder } from './lock-holder.ts';

const LOCK = new URL('./lock.ts', import.meta.url).href;

/** A process that says `ready`, locks when it reads a line, tells how that went, and releases at the next line. */
const CONTENDER = `
  import { createInterface } from 'node:readline';
  import { lockPorts } from ${JSON.stringify(LOCK)};
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const [port, folder] = process.argv.slice(-2);
  console.log('ready');
  await lines.next();
  try {
    const lock = await lockPorts([port], { folder });
    console.log('held');
    await lines.next();
    await lock[Symbol.asyncDispose]();
    console.log('released');
  } catch (error) {
    console.log(error.code);
  }
  process.exit();
`;

class Contender implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(port: string, folder: string) {
    const args = ['--import', 'tsx', '--input-type=module', '-e', CONTENDER, port, folder];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async says(): Promise<string> {
    return (await this.#lines.next()).value ?? 'nothing: it ended';
  }

  go(): void {
    this.#child.stdin?.write('\n');
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

const PORT = 'tcp://board.test:4000';

describe('A lock on a board', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'locks-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const outcome = (port = PORT): Promise<'held' | PortLocked> =>
    lockPorts([port], { folder, expiresAfterMs: 60_000 }).then(
      async (lock) => {
        await lock[Symbol.asyncDispose]();
        return 'held' as const;
      },
      (error: unknown) => {
        if (error instanceof PortLocked) return error;
        throw error;
      },
    );

  const lockFile = async (): Promise<string> => join(folder, (await readdir(folder))[0] ?? '');

  /** A lock file as another process left it. */
  const leftBehind = async (change: Partial<Holder>): Promise<string> => {
    const lock = await lockPorts([PORT], { folder });
    const file = await lockFile();
    const own = JSON.parse(await readFile(file, 'utf8')) as Holder;
    await lock[Symbol.asyncDispose]();
    await writeFile(file, JSON.stringify({ ...own, token: 'of-another', ...change }));
    return file;
  };

  it('keeps another process away, naming who has the board since when, until it is released', async () => {
    await using other = new Contender(PORT, folder);
    expect(await other.says()).to.equal('ready');
    other.go();
    expect(await other.says()).to.equal('held');

    const refused = await outcome();
    other.go();
    expect(await other.says()).to.equal('released');

    expect(refused).to.include({ code: 'PORT_LOCKED' });
    expect(String(refused)).to.include(`process ${other.pid} on ${hostname()} since 20`);
    expect(await outcome()).to.equal('held');
  });

  it('of a killed process goes to exactly one of all who want it', async () => {
    await using holder = new Contender(PORT, folder);
    await using first = new Contender(PORT, folder);
    await using second = new Contender(PORT, folder);
    const others = [first, second];
    for (const each of [holder, ...others]) expect(await each.says()).to.equal('ready');
    holder.go();
    expect(await holder.says()).to.equal('held');
    await holder.kill();

    for (const each of others) each.go();
    const here = await Promise.allSettled(
      Array.from({ length: 10 }, () => lockPorts([PORT], { folder })),
    );
    const there = await Promise.all(others.map((each) => each.says()));

    const held = here.filter(({ status }) => status === 'fulfilled').length;
    expect(held + there.filter((word) => word === 'held').length).to.equal(1);
    expect([...there].every((word) => word === 'held' || word === 'PORT_LOCKED')).to.equal(true);
    for (const each of here) {
      if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]();
    }
  });

  it('holds against the same process too', async () => {
    await using _lock = await lockPorts([PORT], { folder });

    expect(String(await outcome())).to.include('this process');
  });

  it('leaves nothing behind', async () => {
    expect(await outcome()).to.equal('held');

    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is the same for all names of a port', async () => {
    const device = join(folder, 'ttyUSB0');
    const locks = join(folder, 'locks');
    await writeFile(device, '');
    await symlink(device, join(folder, 'by-id'));
    await using _lock = await lockPorts([device], { folder: locks });

    const error = await lockPorts([`serial://${join(folder, 'by-id')}`], { folder: locks }).catch(
      (e) => e,
    );

    expect(error).to.be.instanceOf(PortLocked);
  });

  it('gives back the first port when the second is taken', async () => {
    await using _log = await lockPorts(['COM4'], { folder });

    const error = await lockPorts(['COM3', 'com4'], { folder }).catch((e) => e);

    expect(error).to.be.instanceOf(PortLocked);
    expect(await outcome('COM3')).to.equal('held');
  });

  it('is not needed by boards that live in one process', async () => {
    await using _first = await lockPorts(['sim://a'], { folder });
    await using _second = await lockPorts(['sim://a'], { folder });

    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('does not mistake a new process for an old holder of its number', async function () {
    if (process.platform !== 'linux') return this.skip();
    await leftBehind({ started: '1' });

    expect(await outcome()).to.equal('held');
  });

  it('of another host counts as long as it shows signs of life', async () => {
    const file = await leftBehind({ host: 'far-away', pid: 1 });

    expect(String(await outcome())).to.include('on far-away');
    const longAgo = new Date(Date.now() - 61_000);
    await utimes(file, longAgo, longAgo);
    expect(await outcome()).to.equal('held');
  });

  it('shows signs of life while it is held', async () => {
    await using _lock = await lockPorts([PORT], { folder, expiresAfterMs: 40 });
    const file = await lockFile();
    const own = JSON.parse(await readFile(file, 'utf8')) as Holder;
    await writeFile(file, JSON.stringify({ ...own, host: 'far-away' }));
    const longAgo = new Date(0);
    await utimes(file, longAgo, longAgo);

    while ((await stat(file)).mtimeMs < 1_000) await nextTurn();

    expect(String(await outcome())).to.include('on far-away');
  });

  it('survives a file that is no lock, until that is old', async () => {
    const file = await leftBehind({});
    await writeFile(file, '{');

    expect(await outcome()).to.include({ code: 'PORT_LOCKED', holder: null });
    await utimes(file, new Date(0), new Date(0));
    expect(await outcome()).to.equal('held');
  });

  it('is finished by the next one when a takeover died half-way', async () => {
    const gone: Partial<Holder> = { host: hostname(), pid: 2 ** 22 + 1 };
    const file = await leftBehind(gone);
    await writeFile(`${file}.after-of-another`, await readFile(file));

    expect(await outcome()).to.equal('held');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('that went to another is not released by its old holder', async () => {
    const lock = await lockPorts([PORT], { folder });
    await writeFile(await lockFile(), JSON.stringify({ token: 'of-another' }));

    await lock[Symbol.asyncDispose]();

    expect(await readdir(folder)).to.have.length(1);
  });
});
