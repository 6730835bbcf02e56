import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { factoryImage } from '../../simulators/esp-at/images/sample-images.ts';
import { lockPorts } from '../bench/ports/lock.ts';
import { freePort } from '../clouds/mosquitto/free-port.ts';
import { openPort } from '../ports/open-port.ts';
import { openPty } from '../ports/pty.ts';
import { type Refusal, testRefusals } from './refusals.ts';

const run = async (bench: Promise<string>): Promise<string[]> => [
  'run',
  '--no-report',
  '--bench',
  await bench,
];

const BENCHES: readonly Refusal[] = [
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
    'a policy that is not there',
    async ({ file }) =>
      run(file('board: {name: s, at: "sim://x"}\ncloud: {kind: stand-in, policy: /no/policy}\n')),
    /The policy \/no\/policy cannot be read \(ENOENT\)/,
  ],
  [
    'a factory image of another release',
    async ({ folder, file }) => {
      await writeFile(join(folder, 'factory.bin'), await factoryImage('2.2.0.0'));
      const bench = file('board: {name: s, at: "sim://s"}\nsimulator: {image: factory.bin}\n');
      return [...(await run(bench)), '--release', '2.2.0.0,3.4.0.0'];
    },
    /factory\.bin is no image for release 3\.4\.0\.0/,
  ],
  [
    'a flash file of another release',
    async ({ folder, file }) => {
      await writeFile(join(folder, 'kept.bin'), await factoryImage('2.2.0.0'));
      const kept = join(folder, 'kept.bin');
      return [
        ...(await run(file(`board: {name: s, at: "sim://s"}\nsimulator: {flash: ${kept}}\n`))),
        ...['--release', '3.4.0.0'],
      ];
    },
    /kept\.bin holds the flash of another board than a 3\.4\.0\.0/,
  ],
  [
    'credentials that are not there',
    async ({ file }) =>
      run(file('board: {name: s, at: "sim://s"}\ncredentials: {kit: /no/kit.zip}\n')),
    /\/no\/kit\.zip does not exist/,
  ],
  [
    'credentials that are none',
    async ({ folder, file }) => {
      await writeFile(join(folder, 'kit'), 'nothing');
      return run(file('board: {name: s, at: "sim://s"}\ncredentials: {kit: kit}\n'));
    },
    /credentials .*kit cannot be used: There is no device certificate/,
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
];

describe('A run on a bench that cannot work', () => {
  testRefusals(BENCHES);
});
