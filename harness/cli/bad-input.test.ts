import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockPorts } from '../bench/lock.ts';
import { openPort } from '../ports/open-port.ts';
import { openPty } from '../ports/pty.ts';
import { perform } from './main.ts';
import { freePort, startCommand, writeBench } from './outside-board.ts';

/** What a command line needs around it, put away behind it. */
interface Stage {
  readonly folder: string;
  /** A file with these contents. */
  file(contents: string): Promise<string>;
  /** A bench file whose board has these ports. */
  bench(at: string, log?: string, cloudPort?: number): Promise<string>;
  /** A TCP port on which somebody listens. */
  taken(greet?: (server: Server) => void): Promise<number>;
  keep(thing: AsyncDisposable): void;
}

type Row = readonly [what: string, args: (stage: Stage) => Promise<string[]>, says: RegExp];

const run = async (bench: Promise<string>): Promise<string[]> => [
  'run',
  '--no-report',
  '--bench',
  await bench,
];

const TABLE: readonly Row[] = [
  [
    'a bench file that is not there',
    async () => run(Promise.resolve('/no/bench.yaml')),
    /\/no\/bench\.yaml: there is no such file/,
  ],
  [
    'a folder for a bench file',
    async ({ folder }) => run(Promise.resolve(folder)),
    /this is a folder; expected a file/,
  ],
  [
    'a bench file that is no YAML',
    async ({ file }) => run(file('board: {name: "x\n')),
    /file:\d+: a quote, bracket, comma or colon is missing/,
  ],
  [
    'a bench file without a word',
    async ({ file }) => run(file('')),
    /is empty; expected at least a board/,
  ],
  [
    'a mistyped key',
    async ({ file }) => run(file('bord: {name: x}\n')),
    /file:1: unknown key "bord"; did you mean "board"\?/,
  ],
  [
    'a file that is no bench file at all',
    async ({ file }) => run(file('a: 1\nb: 2\nc: 3\nd: 4\n')),
    /file:1: unknown key "a"; .*and 1 more/,
  ],
  [
    'a port that is written wrongly',
    async ({ bench }) => run(bench('ttyUSB0')),
    /board\.at: expected a port: \/dev\/ttyUSB0/,
  ],
  [
    'a TCP port beyond the last',
    async ({ bench }) => run(bench('tcp://127.0.0.1:70000')),
    /"tcp:\/\/127\.0\.0\.1:70000" is no port/,
  ],
  [
    'a serial port that is not there',
    async ({ bench }) => run(bench('/dev/ttyNONE')),
    /there is no \/dev\/ttyNONE: plug the board in/,
  ],
  [
    'a file for a serial port',
    async ({ file, bench }) => run(bench(await file(''))),
    /is no serial port: it is a file or a folder/,
  ],
  [
    'a port named twice',
    async ({ bench }) => run(bench('/dev/ttyS0', '/dev/ttyS0')),
    /the port \/dev\/ttyS0 is named twice/,
  ],
  [
    'a TCP port that nobody serves',
    async ({ bench }) => run(bench(`tcp://127.0.0.1:${await freePort()}`)),
    /takes no connection .*: start what should listen there/,
  ],
  [
    'a TCP port whose board somebody else has',
    async ({ bench, taken }) => {
      const port = await taken((server) => server.on('connection', (socket) => socket.end()));
      return run(bench(`tcp://127.0.0.1:${port}`));
    },
    /took the connection and closed it again: another program probably uses the board/,
  ],
  [
    'a serial port that another program holds',
    async ({ bench, keep }) => {
      const pty = await openPty();
      keep(pty);
      keep(await openPort(pty.path));
      return run(bench(pty.path));
    },
    /is in use by another program: close that terminal program or test run first/,
  ],
  [
    'a board that another run has',
    async ({ bench, keep }) => {
      const pty = await openPty();
      keep(pty);
      keep(await lockPorts([pty.path]));
      return run(bench(pty.path));
    },
    /is in use by this process \d+ on .*; wait for it or end it/,
  ],
  [
    "a port of the cloud's that is taken",
    async ({ bench, taken, keep }) => {
      const pty = await openPty();
      keep(pty);
      return run(bench(pty.path, undefined, await taken()));
    },
    /the cloud of this bench, 127\.0\.0\.1:\d+: another program listens there/,
  ],
  [
    'a spec that is not there',
    async () => ['run', 'specs/none.spec.ts'],
    /There is no spec specs\/none\.spec\.ts; name files/,
  ],
  [
    'a file for the folder of results',
    async ({ file }) => ['run', '--results', await file('')],
    /--results takes a folder, and .* cannot be used as one/,
  ],
  [
    'an unknown option',
    async () => ['run', '--jsn'],
    /unknown option '--jsn' \(Did you mean --json\?\); esp-at-bench run --help/,
  ],
  [
    'an option without its value',
    async () => ['run', '--bench'],
    /'--bench <file>' argument missing; esp-at-bench run --help/,
  ],
  ['an unknown command', async () => ['fly'], /unknown command 'fly'; esp-at-bench --help/],
  [
    'too many words',
    async () => ['cloud', 'nine'],
    /too many arguments for 'cloud'.*; esp-at-bench cloud --help/,
  ],
  [
    'a place for a port that is none',
    async () => ['simulate', '--at', 'usb'],
    /--at takes pty or tcp:PORT .*, not "usb"/,
  ],
  [
    'a TCP port to listen on that is none',
    async () => ['simulate', '--log', 'tcp:70000'],
    /--log takes pty or tcp:PORT .*, not "tcp:70000"/,
  ],
  [
    'a TCP port to listen on that is taken',
    async ({ taken }) => ['simulate', '--at', `tcp:${await taken()}`],
    /TCP port \d+ cannot be listened on \(EADDRINUSE\); name another one/,
  ],
  [
    'a pace that is no number',
    async () => ['simulate', '--pace', 'fast'],
    /--pace takes a number from .*, not "fast"/,
  ],
  [
    'a pace of nothing',
    async () => ['simulate', '--pace', '0'],
    /--pace takes a number from .*, not "0"/,
  ],
  [
    'a release that there is not',
    async () => ['simulate', '--release', '9.9.9.9'],
    /no simulated release "9\.9\.9\.9"; there is 2\.2\.0\.0/,
  ],
  [
    'a folder for a flash file',
    async ({ folder }) => ['simulate', '--flash', folder],
    /flash file .* cannot be opened/,
  ],
  [
    'a flash file of another size',
    async ({ file }) => ['simulate', '--flash', await file('short')],
    /file/,
  ],
  [
    'a world that is not there',
    async () => ['simulate', '--world', '/no/world.yaml'],
    /world file \/no\/world\.yaml cannot be read/,
  ],
  [
    'a world that is no YAML',
    async ({ file }) => ['simulate', '--world', await file('routes: [\n')],
    /file/,
  ],
  [
    'a world with a mistyped key',
    async ({ file }) => ['simulate', '--world', await file('rutes: {}\n')],
    /rutes/,
  ],
  [
    'a MAC address that is none',
    async () => ['simulate', '--mac', 'mine'],
    /--mac takes an address like .*, not "mine"/,
  ],
  [
    'a way into the network that is none',
    async () => ['simulate', '--route', 'home'],
    /--route takes ADDRESS:PORT=HOST:PORT/,
  ],
  [
    'a port for the cloud that is taken',
    async ({ taken }) => ['cloud', '--port', String(await taken())],
    /another program listens there/,
  ],
  [
    "a file for the cloud's folder",
    async ({ file }) => ['cloud', '--dir', await file('')],
    /is a file, and a folder was expected/,
  ],
];

const listening = async (): Promise<Server> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

describe('A command line that cannot work', () => {
  let folder: string;
  const kept: AsyncDisposable[] = [];

  const stage = (): Stage => ({
    folder,
    keep: (thing) => kept.push(thing),
    file: async (contents) => {
      const path = join(folder, 'file');
      await writeFile(path, contents);
      return path;
    },
    bench: (at, log, cloudPort = 0) =>
      writeBench(folder, log === undefined ? { at } : { at, log }, cloudPort),
    taken: async (greet) => {
      const server = await listening();
      greet?.(server);
      kept.push({
        [Symbol.asyncDispose]: async () => {
          server.close();
          await once(server, 'close');
        },
      });
      return (server.address() as AddressInfo).port;
    },
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bad-input-'));
  });

  afterEach(async () => {
    for (const thing of kept.splice(0).reverse()) await thing[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [what, args, says] of TABLE) {
    it(`is refused for ${what}`, async () => {
      const given = await args(stage());
      let complaint = '';

      const code = await perform(given, (text) => {
        complaint += text;
      });

      expect(complaint).to.match(says);
      expect(complaint.trimEnd().split('\n')).to.have.length(1);
      expect(complaint).to.match(/^esp-at-bench: /);
      expect(code).to.equal(2);
    });
  }

  it('ends the process with 2, without a stack trace or a word on standard output', async () => {
    await using command = startCommand(['run', '--json', '--bench', folder], { withinMs: 15_000 });

    const { code, stdout, stderr } = await command.ended;

    expect(stderr.trimEnd().split('\n')).to.have.length(1);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
  });
});
