import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { factoryImage } from '../../simulators/esp-at/images/sample-images.ts';
import { type Refusal, testRefusals } from './refusals.ts';
import { startCommand } from './running-command.ts';

const image = async (file: (contents: Uint8Array) => Promise<string>): Promise<string> =>
  file(await factoryImage('2.2.0.0'));

const FLAGS: readonly Refusal[] = [
  [
    'a mistyped defect to run with',
    async () => ['run', '--defect', 'no-resubscrib'],
    /There is no defect "no-resubscrib"; did you mean "no-resubscribe"\?/,
  ],
  [
    'a defect file that is none',
    async ({ file }) => ['run', '--defect-file', await file('export const a = 1;')],
    /cannot be loaded|exports no defect/,
  ],
  [
    'a defect of a board on hardware',
    async ({ bench }) => [
      'run',
      '--defect',
      'no-resubscribe',
      '--bench',
      await bench('/dev/ttyUSB1'),
    ],
    /can be planted into simulated firmware alone, and the board outside is at/,
  ],
  [
    'a mistyped release to run on',
    async () => ['run', '--release', 'v3.4.00'],
    /no simulated release "v3\.4\.00"; there is .* Did you mean 3\.4\.0\.0/,
  ],
  [
    'one mistyped release of several',
    async () => ['run', '--release', '2.2.0.0,newest'],
    /no simulated release "newest"; there is .*2\.2\.0\.0/,
  ],
  [
    'a release of a board on hardware',
    async ({ bench }) => ['run', '--release', '3.4.0.0', '--bench', await bench('/dev/ttyUSB1')],
    /The board outside at \/dev\/ttyUSB1 has the release that is in its flash/,
  ],
  [
    'every release of a board on hardware',
    async ({ bench }) => ['run', '--release', 'all', '--bench', await bench('tcp://lab:5000')],
    /The board outside at tcp:\/\/lab:5000 has the release that is in its flash/,
  ],
  [
    'one flash file for several releases',
    async ({ file }) => [
      ...['run', '--release', '2.2.0.0,3.4.0.0', '--bench'],
      await file('{board: {name: s, at: "sim://s"}, simulator: {flash: kept.bin}}'),
    ],
    /The flash file kept\.bin of this bench holds one release/,
  ],
  [
    'no process for several releases',
    async () => ['run', '--release', 'all', '--jobs', '0'],
    /--jobs takes a whole number from 1 on, not "0"/,
  ],
  [
    'a seed that is no number',
    async () => ['run', '--seed', 'luck'],
    /--seed takes a whole number from 0 to 4294967295, not "luck"/,
  ],
  [
    'a seed of a simulated board that is too large',
    async () => ['simulate', '--seed', '4294967296'],
    /--seed takes a whole number from 0 to 4294967295/,
  ],
  [
    'a run without time',
    async () => ['run', '--deadline', '0'],
    /--deadline takes a number of minutes up to 10080, such as 30 or 0\.5, not "0"/,
  ],
  [
    'a pattern that is none',
    async () => ['run', '--grep', 'connects (again'],
    /--grep takes a text or a regular expression, and "connects \(again" is not one/,
  ],
  [
    'a spec that is not there',
    async () => ['run', 'specs/none.spec.ts'],
    /There is no spec specs\/none\.spec\.ts; name files/,
  ],
  [
    'a pattern that finds no spec, beside one that does',
    async () => ['run', 'specs/shell/*.spec.ts', 'specs/shel/*.spec.ts'],
    /There is no spec specs\/shel\/\*\.spec\.ts; name files/,
  ],
  ['a folder without specs', async () => ['run', 'docs'], /There is no spec docs; name files/],
  [
    'a file for the folder of results',
    async ({ file }) => ['run', '--results', await file('')],
    /--results takes a folder, and .* cannot be used as one/,
  ],
  [
    'a run to diagnose that is not there',
    async () => ['diagnose', 'results/of-nobody'],
    /results\/of-nobody holds no finished run: there is no such folder; name the folder/,
  ],
  [
    'a folder to diagnose that holds no run',
    async () => ['diagnose', 'docs'],
    /docs holds no finished run: no file in it ends in -result\.json/,
  ],
  [
    'a file for the folder of a run',
    async () => ['diagnose', 'package.json'],
    /package\.json holds no finished run: it is a file/,
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
    'a word that every object knows for a command',
    async () => ['constructor'],
    /unknown command 'constructor'; esp-at-bench --help/,
  ],
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
    'a way to start that there is not',
    async () => ['simulate', '--boot', 'usb'],
    /--boot takes flash or download, not "usb"/,
  ],
  [
    'a release that there is not',
    async () => ['simulate', '--release', '9.9.9.9'],
    /no simulated release "9\.9\.9\.9"; there is 2\.1\.0\.0, 2\.2\.0\.0,.* Did you mean 4\.1\.1\.0/,
  ],
  [
    'a defect that there is not',
    async () => ['simulate', '--defect', 'no-resubscrib'],
    /no defect "no-resubscrib"; did you mean "no-resubscribe"\?/,
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
    'a flash file of another release',
    async ({ file }) => ['simulate', '--release', '3.4.0.0', '--flash', await image(file)],
    /holds the flash of another board than a 3\.4\.0\.0 \(chip ESP32, module WROOM-32, release 2\.2\.0\.0\)/,
  ],
  [
    'an image that is not there',
    async () => ['simulate', '--image', '/no/factory.bin'],
    /\/no\/factory\.bin does not exist/,
  ],
  [
    'an image that the board would write over',
    async ({ file }) => {
      const path = await image(file);
      return ['simulate', '--image', path, '--flash', path];
    },
    /--flash .* is .*, one of the files that are read/,
  ],
  [
    'an image that is none',
    async ({ file }) => ['simulate', '--image', await file('factory')],
    /here is no partition table/,
  ],
  [
    'an image of another release',
    async ({ file }) => ['simulate', '--release', '3.4.0.0', '--image', await image(file)],
    /is no image for release 3\.4\.0\.0 .*; it may be run as 2\.2\.0\.0\./,
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

describe('A command line that cannot work', () => {
  testRefusals(FLAGS);

  it('ends the process with 2, without a stack trace or a word on standard output', async () => {
    const args = ['run', '--json', '--bench', tmpdir()];
    await using command = startCommand(args, { withinMs: 15_000 });

    const { code, stdout, stderr } = await command.ended;

    expect(stderr.trimEnd().split('\n')).to.have.length(1);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
  });
});
