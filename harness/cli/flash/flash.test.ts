import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createAuthority } from '../../../certs/authority.ts';
import { describeImage } from '../../../certs/factory-image/describe-image.ts';
import { sideBySide } from '../../../reports/side-by-side.ts';
import { factoryRelease } from '../../bench/flash/factory-release.ts';
import { type Refusal, testRefusals } from '../refusals.ts';
import { type Running, startCommand } from '../running-command.ts';

const WITHIN_MS = 120_000;

interface Outside extends Running {
  readonly at: string;
  readonly log: string;
}

/** A simulated board in a process of its own. */
const outside = async (...args: readonly string[]): Promise<Outside> => {
  const running = startCommand(['simulate', '--pace', '20', ...args], { withinMs: WITHIN_MS });
  return { ...running, ...JSON.parse(await running.line()) };
};

const flash = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await startCommand(['flash', ...args], { withinMs: WITHIN_MS })
    .ended;
  return { code, stdout, stderr, told: () => JSON.parse(stdout) };
};

const SILENT: readonly Refusal[] = [
  [
    'neither port nor bench',
    async () => ['flash', 'write', 'factory.bin'],
    /factory\.bin does not exist/,
  ],
  [
    'a port that is not there',
    async ({ file }) => ['flash', 'verify', await file('x'), '--port', '/dev/not-there'],
    /there is no \/dev\/not-there/,
  ],
  [
    'no port at all',
    async () => ['flash', 'read', 'out.bin'],
    /Either --port or --bench tells where the board is/,
  ],
  [
    'a rate that no port has',
    async () => ['flash', 'read', 'out.bin', '--port', 'tcp://a:1', '--baud', 'fast'],
    /--baud takes a rate from 9600 to 3000000, not "fast"/,
  ],
  [
    'an address that is none',
    async () => ['flash', 'read', 'out.bin', '--port', 'tcp://a:1', '--from', 'top'],
    /--from takes a number of bytes/,
  ],
  [
    'a file that cannot be made, before anything is read',
    async () => ['flash', 'read', '/proc/none/below', '--port', 'tcp://127.0.0.1:1'],
    /\/proc\/none\/below cannot be written/,
  ],
  [
    'a name that a terminal would obey',
    async () => ['flash', 'write', 'gone\u001b[2J.bin', '--port', 'tcp://127.0.0.1:1'],
    /^esp-at-bench: gone\\u\{1b\}\[2J\.bin does not exist/,
  ],
  [
    'nothing to compare with',
    async ({ file }) => ['flash', 'verify', await file(''), '--port', 'tcp://127.0.0.1:1'],
    /has no bytes, so there is nothing to be done/,
  ],
  [
    'a simulated board in a bench file',
    async ({ bench }) => ['flash', 'read', 'out.bin', '--bench', await bench('sim://s')],
    /is simulated and lives as long as a run does/,
  ],
  [
    'a bench without a log port',
    async ({ bench }) => ['flash', 'read', 'out.bin', '--bench', await bench('tcp://a:1')],
    /has no log port, which is where its chip is flashed/,
  ],
  [
    'a board that the bench has not',
    async ({ bench }) => [
      ...['flash', 'read', 'out.bin', '--board', 'other', '--bench'],
      await bench('tcp://a:1', 'tcp://a:2'),
    ],
    /has no board "other"; there is outside/,
  ],
  [
    'a release that is no folder',
    async ({ folder }) => ['flash', 'release', folder, '--port', 'tcp://a:1'],
    /download\.config does not exist/,
  ],
  [
    'credentials that are none',
    async ({ file }) => ['flash', 'credentials', await file('x'), '--port', 'tcp://a:1'],
    /There is no private key/,
  ],
];

describe('The command flash', function () {
  this.timeout(2 * WITHIN_MS);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flash-'));
  });

  after(() => rm(folder, { recursive: true }));

  sideBySide(this);

  testRefusals(SILENT);

  it('writes and verifies a factory image of 4 MB over a pty, sooner than a wire would take them', async () => {
    const { image } = await factoryRelease('2.2.0.0');
    const file = join(folder, 'factory.bin');
    await writeFile(file, image);
    await using board = await outside('--boot', 'download', '--release', '3.4.0.0');
    const start = performance.now();

    const written = await flash('write', file, '--port', board.log, '--json');
    const verified = await flash('verify', file, '--port', board.log);
    const other = join(folder, 'other.bin');
    await writeFile(other, Buffer.from(image).fill(0, 0x300000, 0x300001));
    const wrong = await flash('verify', other, '--port', board.log);

    expect(written.code, written.stderr).to.equal(0);
    expect(written.told()).to.deep.include({ bytes: 4 << 20, chip: 'ESP32', isVerified: true });
    expect(verified.stdout).to.match(
      /^ESP32 at .* holds it:\n .*factory\.bin: 0x0 to 0x400000, MD5 right/,
    );
    expect(verified.code).to.equal(0);
    expect(wrong.stderr.trimEnd().split('\n').at(-1)).to.match(
      /^esp-at-bench: .*other\.bin .*expected MD5 .*the first sector that differs is 0x300000/,
    );
    expect(wrong.code).to.equal(1);
    // Without compression, 115200 baud take six minutes for each of three.
    expect(performance.now() - start).to.be.lessThan(100_000);
  });

  it('writes the files of a release over TCP, then credentials, and reads them back', async () => {
    const { files } = await factoryRelease('2.2.0.0');
    const config = files.map(({ name, address }) => `0x${address.toString(16)} bin/${name}`);
    const release = join(folder, 'release');
    await mkdir(join(release, 'bin'), { recursive: true });
    await writeFile(
      join(release, 'download.config'),
      ['--flash_mode dio --flash_freq 40m --flash_size 4MB', ...config].join('\n'),
    );
    for (const { name, bytes } of files) await writeFile(join(release, 'bin', name), bytes);
    const things = join(folder, 'things');
    const { certificatePem, keyPem, caPem } = await (await createAuthority()).issueDevice();
    await mkdir(things);
    await writeFile(join(things, 'a.pem'), certificatePem);
    await writeFile(join(things, 'b.pem'), keyPem);
    await writeFile(join(things, 'c.pem'), caPem);
    await using board = await outside('--boot', 'download', '--log', 'tcp:0');
    const out = join(folder, 'read.bin');

    const released = await flash('release', release, '--port', board.log);
    const credentials = await flash('credentials', things, '--port', board.log, '--json');
    const read = await flash('read', out, '--port', board.log, '--from', '0', '--size', '1M');

    expect(released.code, released.stderr).to.equal(0);
    expect(released.stdout).to.match(/bin\/esp-at\.bin: 0x100000 to/);
    expect(credentials.code, credentials.stderr).to.equal(0);
    expect(
      credentials.told().credentials.map(({ where }: { where: string }) => where),
    ).to.deep.equal(['0x3b000', '0x37000', '0x39000']);
    expect(read.code, read.stderr).to.equal(0);
    const held = describeImage(await readFile(out)).credentials.filter(({ place }) =>
      place.startsWith('mqtt_'),
    );
    expect(held).to.have.length(3);
    expect(JSON.stringify(held)).not.to.contain('PRIVATE KEY');
    expect(JSON.stringify(read)).not.to.contain('PRIVATE KEY');
  });

  it('takes ports and the way into the loader from a bench file, and waits until the board is up', async () => {
    await using board = await outside(
      ...['--release', '4.1.1.0-MINI-1', '--at', 'tcp:0', '--log', 'tcp:0'],
    );
    const bench = join(folder, 'bench.yaml');
    const entry = {
      name: 'c3',
      at: board.at,
      log: board.log,
      download: 'at-rst',
      power: { off: 'true', on: `kill -USR2 ${board.child.pid}` },
    };
    const wifi = { ssid: 'lab', open: true };
    const rest = { wifi, reach: { host: '10.0.2.2' }, time: { via: 'timestamp' } };
    await writeFile(bench, JSON.stringify({ board: entry, ...rest }));
    const out = join(folder, 'table.bin');

    const read = await flash(
      'read',
      out,
      '--bench',
      bench,
      '--from',
      '0x8000',
      '--size',
      '0xc00',
      '--json',
    );

    expect(read.code, read.stderr).to.equal(0);
    expect(read.told()).to.deep.include({ chip: 'ESP32-C3', isUp: true, bytes: 0xc00 });
  });

  it('says in one sentence what to do when nothing answers, and lets go of the port when told to stop', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const port = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const silent = await flash('read', join(folder, 'x'), '--port', port);
      const connected = once(server, 'connection');
      await using stopped = startCommand(['flash', 'read', join(folder, 'x'), '--port', port], {
        withinMs: WITHIN_MS,
      });
      await connected;
      stopped.child.kill('SIGINT');
      const { code, stderr } = await stopped.ended;

      expect(silent.code).to.equal(1);
      expect(silent.stderr).to.match(
        /^esp-at-bench: the chip's loader does not answer .*hold BOOT.*\n$/,
      );
      expect(code).to.equal(130);
      expect(stderr).to.equal('esp-at-bench: stopped by SIGINT; nothing was written\n');
    } finally {
      server.close();
      await once(server, 'close');
    }
  });
});
