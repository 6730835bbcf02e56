import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../../errors/bench-error.ts';
import { DEFAULT_BENCH, parseBenchFile, readBenchFile } from './bench-file.ts';
import { simulatedBoard } from './bench-schema.ts';

const EXAMPLE = new URL('../../../docs/bench.example.yaml', import.meta.url);

const LAB = `
board:
  name: devkit
  at: /dev/ttyUSB1
wifi:
  ssid: lab
  password: correct-horse
reach: {host: 192.168.1.20}
time: {via: timestamp}
`;

const refusal = (text: string, environment = {}): BadInput => {
  try {
    parseBenchFile(text, 'bench.yaml', environment);
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new TypeError('the bench file was accepted');
};

const replaced = (from: string, to: string): string => {
  expect(LAB).to.include(from);
  return LAB.replace(from, to);
};

describe('A bench file', () => {
  it('names a board and the world around it, and gets defaults for the rest', () => {
    const bench = parseBenchFile(LAB, 'bench.yaml');

    expect(bench.boards).to.deep.equal([
      { name: 'devkit', at: '/dev/ttyUSB1', baud: 115_200, flowControl: 'none' },
    ]);
    expect(bench.wifi).to.deep.equal({ ssid: 'lab', password: 'correct-horse' });
    expect(bench.cloud).to.deep.equal({ kind: 'stand-in', host: '127.0.0.1', port: 0, names: [] });
    expect(bench.time).to.deep.equal({ via: 'timestamp' });
  });

  it('is documented by an example that is one', async () => {
    const bench = await readBenchFile(EXAMPLE.pathname, { LAB_WIFI_PASSWORD: 'from outside' });

    expect(bench.wifi.password).to.equal('from outside');
    expect(bench.boards[0]?.reset).to.equal('modem-lines');
  });

  it('shows every key there is in its example, comments included', async () => {
    const text = (await readFile(EXAMPLE, 'utf8'))
      .replace(
        /^# ?(?=\s*(power|off|on|simulator|realtime|pace|debugLog|flash|image(?=: factory)|defect|defectFile|seed|credentials|kit):)/gm,
        '',
      )
      .replace(/^( +)# (?=(power|factoryImage|port|policy|downloadBaud):| {2}o(n|ff):)/gm, '$1');

    const bench = parseBenchFile(text, 'example', { LAB_WIFI_PASSWORD: 'x' });

    expect(bench.boards[0]?.power?.on).to.match(/^uhubctl/);
    expect(bench.boards[0]).to.include({ download: 'modem-lines', downloadBaud: 460_800 });
    expect(bench.boards[0]?.factoryImage).to.equal('factory_WROOM-32.bin');
    expect(bench.reach?.port).to.equal(8883);
    expect(bench.cloud).to.include({ policy: 'my-thing-Policy' });
    expect(bench.credentials).to.deep.equal({ kit: ['connect_device_package.zip'] });
    expect(bench.simulator).to.deep.equal({
      realtime: true,
      pace: 20,
      debugLog: true,
      flash: 'board.flash',
      image: 'factory_WROOM-32.bin',
      defect: 'no-resubscribe',
      defectFile: 'my-defect.ts',
      seed: 42,
    });
  });

  it('shows in its example how to have a Mosquitto instead of the stand-in', async () => {
    const example = await readFile(EXAMPLE, 'utf8');
    const [, keys = ''] = /^# cloud:\n(# {3}kind: mosquitto\n(?:# .*\n)+)/m.exec(example) ?? [];
    const cloud = `cloud:\n${keys.replace(/^# /gm, '')}`;

    expect(parseBenchFile(LAB + cloud, 'example').cloud).to.deep.equal({
      kind: 'mosquitto',
      host: '0.0.0.0',
      port: 8883,
      names: ['iot.lab.example'],
      run: 'container',
      image: 'eclipse-mosquitto:2',
    });
  });

  it('says how a board gets into the loader of its chip, which needs a log port', () => {
    const at = 'at: /dev/ttyUSB1';
    const code = (keys: string): string => {
      try {
        const bench = parseBenchFile(replaced(at, `${at}\n  ${keys}`), 'bench.yaml');
        return JSON.stringify(bench.boards[0]?.download);
      } catch (error) {
        return error instanceof BadInput ? error.message : String(error);
      }
    };

    expect(code('log: COM3\n  download: {enter: a, leave: b}')).to.equal(
      '{"enter":"a","leave":"b"}',
    );
    expect(code('log: COM3\n  download: by hand')).to.match(
      /board\.download: expected modem-lines/,
    );
    expect(code('download: modem-lines')).to.match(/the loader of the chip is at the log port/);
  });

  it('may hold several boards', () => {
    const bench = parseBenchFile(
      replaced(
        'board:\n  name: devkit\n  at: /dev/ttyUSB1',
        'boards: [{name: a, at: COM3}, {name: b, at: "tcp://[::1]:4000", log: "tcp://h:1"}]',
      ),
      'bench.yaml',
    );

    expect(bench.boards.map(({ at }) => at)).to.deep.equal(['COM3', 'tcp://[::1]:4000']);
  });

  it('takes an open access point', () => {
    const bench = parseBenchFile(replaced('password: correct-horse', 'open: true'), 'bench.yaml');

    expect(bench.wifi).to.deep.equal({ ssid: 'lab', password: '' });
  });

  it('needs no world for a simulated board', () => {
    const bench = parseBenchFile('board: {name: s, at: "sim://x"}', 'bench.yaml');

    expect(bench.reach).to.deep.equal(DEFAULT_BENCH.reach);
  });
});

describe('A bench at AWS IoT', () => {
  const AWS = 'cloud: {kind: aws, region: eu-west-1}';
  const code = (text: string): string => {
    try {
      parseBenchFile(text, 'bench.yaml');
      return 'none';
    } catch (error) {
      return error instanceof BadInput ? error.message : String(error);
    }
  };

  it('asks AWS where boards find it', () => {
    const bench = parseBenchFile(`board: {name: s, at: "sim://x"}\n${AWS}`, 'bench.yaml');

    expect(bench.cloud).to.deep.equal({ kind: 'aws', region: 'eu-west-1', port: 8883 });
    expect(bench.reach).to.equal(undefined);
  });

  it('needs a region', () => {
    const board = 'board: {name: s, at: "sim://x"}\n';

    expect(code(`${board}cloud: {kind: aws}`)).to.include('cloud.region');
    expect(code(`${board}cloud: {kind: aws, region: Ireland}`)).to.include('cloud.region');
    expect(code(`${board}cloud: {kind: azure}`)).to.include('kind: aws');
  });
});

describe('The default bench', () => {
  it('is one simulated board with release 2.2.0.0, a WPA2 access point and time from the network', () => {
    const [board, ...more] = DEFAULT_BENCH.boards;

    expect(more).to.have.length(0);
    expect(simulatedBoard(board?.at ?? '')).to.deep.equal({ name: 'default', release: '2.2.0.0' });
    expect(DEFAULT_BENCH.wifi.password).to.have.length.of.at.least(8);
    expect(DEFAULT_BENCH.time).to.include({ via: 'sntp' });
    expect(DEFAULT_BENCH.cloud.kind).to.equal('stand-in');
  });
});

describe('A bench file that cannot be used', () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'a mistyped key',
      replaced('pass', 'pas'),
      /^bench\.yaml:7: wifi: .*did you mean "password"\?/m,
    ],
    [
      'swapped letters at the top',
      replaced('wifi:', 'wfii:'),
      /^bench\.yaml:5: .*did you mean "wifi"\?/m,
    ],
    [
      'a key of another world',
      `${LAB}colour: red\n`,
      /^bench\.yaml:10: unknown key "colour"; there are board, /,
    ],
    [
      'a port that is none',
      replaced('/dev/ttyUSB1', 'ttyUSB1'),
      /^bench\.yaml:4: board\.at: expected a port/,
    ],
    [
      'a release that is none',
      replaced('/dev/ttyUSB1', 'sim://x?release=2.2.0'),
      /^bench\.yaml:4: board\.at: .*"2\.2\.0"; there is .* Did you mean 2\.2\.0\.0/,
    ],
    [
      'a release like no other',
      replaced('/dev/ttyUSB1', 'sim://x?release=newest'),
      /^bench\.yaml:4: board\.at: .*"newest"; there is .*3\.4\.0\.0/,
    ],
    [
      'a simulated board with more to it than a release',
      replaced('/dev/ttyUSB1', 'sim://x?baud=9600'),
      /^bench\.yaml:4: board\.at: expected sim:\/\/name/,
    ],
    [
      'a missing key',
      replaced('  name: devkit\n', ''),
      /^bench\.yaml:2: board\.name: is missing; expected a name/,
    ],
    [
      'a password of digits',
      replaced('correct-horse', '12345678'),
      /^bench\.yaml:7: wifi\.password: expected text/,
    ],
    [
      'no password and not open',
      replaced('  password: correct-horse\n', ''),
      /^bench\.yaml:5: wifi: expected either/,
    ],
    [
      'an empty ssid',
      replaced('ssid: lab', 'ssid: ""'),
      /^bench\.yaml:6: wifi\.ssid: expected 1 to 32 bytes/,
    ],
    [
      'an unknown way to the time',
      replaced('timestamp', 'sundial'),
      /^bench\.yaml:9: time\.via: expected via: sntp/,
    ],
    [
      'no access point',
      replaced('wifi:\n  ssid: lab\n  password: correct-horse\n', ''),
      /wifi: is missing/,
    ],
    [
      'a cloud of no kind that there is',
      `${LAB}cloud: {kind: azure}\n`,
      /^bench\.yaml:10: cloud\.kind: expected kind: stand-in, kind: mosquitto/,
    ],
    [
      'an image for a program',
      `${LAB}cloud: {kind: mosquitto, run: program, image: x}\n`,
      /^bench\.yaml:10: cloud\.image: a program has no image/,
    ],
    [
      'an image for the stand-in',
      `${LAB}cloud: {kind: stand-in, image: x}\n`,
      /^bench\.yaml:10: cloud: unknown key "image"/,
    ],
    ['a board and boards', `${LAB}boards: []\n`, /^bench\.yaml:10: boards: expected either/],
    [
      'the same port twice',
      replaced('at: /dev/ttyUSB1', 'at: COM3\n  log: COM3'),
      /COM3 is named twice/,
    ],
    [
      'a baud rate out of range',
      replaced('name: devkit', 'name: d\n  baud: 79'),
      /board\.baud: expected at least 80/,
    ],
    [
      'a log port of a simulated board',
      replaced('/dev/ttyUSB1', 'sim://x\n  log: COM3'),
      /board\.log: a simulated/,
    ],
    ['a list for a map', replaced('{via: timestamp}', '[]'), /^bench\.yaml:9: time: expected/],
    [
      'a defect that is none',
      `${LAB}simulator: {defect: no-resubscrib}\n`,
      /^bench\.yaml:10: simulator\.defect: There is no defect.*mean "no-resubscribe"\?$/,
    ],
  ];

  for (const [what, text, sentence] of cases) {
    it(`is refused for ${what}, with line and key`, () => {
      const error = refusal(text);

      expect(error.code).to.equal('BENCH_FILE_INVALID');
      expect(error.message).to.match(sentence);
    });
  }

  it('is refused with all that is wrong, a line each', () => {
    const error = refusal('board: {name: a b, at: x}\nwifi: {}\n');

    expect(error.message.split('\n')).to.have.length(3);
  });

  it('is refused when it is empty', () => {
    expect(refusal('# nothing\n').code).to.equal('BENCH_FILE_INVALID');
  });

  const broken: readonly [string, string, RegExp][] = [
    ['a key twice', `${LAB}wifi: {}\n`, /^bench\.yaml:10: the same key/],
    ['a tab', 'board:\n\tname: x\n', /^bench\.yaml:2: /],
    ['an open quote', replaced('correct-horse', '"correct-horse'), /^bench\.yaml:\d+: a quote/],
    ['a password that looks like an alias', replaced('correct-horse', '*correct-horse'), /quotes/],
  ];

  for (const [what, text, sentence] of broken) {
    it(`is no YAML with ${what}`, () => {
      const error = refusal(text);

      expect(error.code).to.equal('BENCH_FILE_SYNTAX');
      expect(error.message).to.match(sentence);
    });
  }

  it('says which variable is not set', () => {
    const error = refusal(replaced('correct-horse', '{env: LAB_WIFI_PASSWORD}'));

    expect(error.code).to.equal('VARIABLE_MISSING');
    expect(error.message).to.include('LAB_WIFI_PASSWORD');
  });

  it('never shows a password, whatever is wrong', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('"', "'", '', '*', '&', '!', '%', '{', '[', '|', '- ', '? '),
        fc.nat(LAB.length),
        fc.constantFrom('', '\t', ': ', '"', '\n', ' x', '}', '#'),
        (before, where, noise) => {
          const spoilt = LAB.slice(0, where) + noise + LAB.slice(where);
          const text = spoilt.replace('correct-horse', `${before}correct-horse`);
          try {
            parseBenchFile(text, 'bench.yaml');
          } catch (error) {
            expect(error).to.be.instanceOf(BadInput);
            expect(String(error)).to.not.include('correct-horse');
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('A bench file on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const failure = (path: string): Promise<unknown> =>
    readBenchFile(path, {}).then(
      () => null,
      (error: unknown) => error,
    );

  it('is named in its errors', async () => {
    const path = join(folder, 'mine.yaml');
    await writeFile(path, 'bord: 1\n');

    expect(String(await failure(path))).to.include(`${path}:1: unknown key "bord"`);
  });

  it('must be there, and be a file', async () => {
    expect(await failure(join(folder, 'none.yaml'))).to.include({ code: 'BENCH_FILE_UNREADABLE' });
    expect(String(await failure(folder))).to.include('folder');
  });
});
