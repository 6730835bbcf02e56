import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { DEFAULT_WORLD, parseWorld, readWorld } from './world.ts';
import { withFlags } from './world-flags.ts';

const refusal = (act: () => unknown): BadInput => {
  try {
    act();
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error('expected a refusal');
};

describe('World', () => {
  it('is complete by default: one WPA2 access point and an address', () => {
    expect(DEFAULT_WORLD.accessPoints).to.have.length(1);
    expect(DEFAULT_WORLD.accessPoints[0]).to.include({ ssid: 'bench', security: 'wpa2' });
    expect(DEFAULT_WORLD.dhcp).to.include({ address: '10.0.2.15', gateway: '10.0.2.2' });
    expect(DEFAULT_WORLD.routes).to.deep.equal({});
  });

  it('is read from YAML, with defaults for what is left out', () => {
    const world = parseWorld(`
accessPoints:
  - ssid: lab
    password: correct horse
    channel: 11
  - ssid: guests
dhcp: { address: 192.168.7.20 }
names: { Broker.Test: 10.0.2.2 }
routes:
  10.0.2.2:8883: 127.0.0.1:18883
  10.0.2.9: 127.0.0.1
dns: 127.0.0.1:1053
ntp: 127.0.0.1:1123
`);

    expect(
      world.accessPoints.map(({ ssid, security, channel }) => [ssid, security, channel]),
    ).to.deep.equal([
      ['lab', 'wpa2', 11],
      ['guests', 'open', 6],
    ]);
    expect(world.dhcp).to.deep.include({ address: '192.168.7.20', netmask: '255.255.255.0' });
    expect(world.routes['10.0.2.2:8883']).to.equal('127.0.0.1:18883');
    expect(world).to.include({ dns: '127.0.0.1:1053', ntp: '127.0.0.1:1123' });
  });

  it('is read from the example in docs', async () => {
    const world = await readWorld(
      new URL('../../docs/world.example.yaml', import.meta.url).pathname,
    );

    expect(world.routes['10.0.2.2:8883']).to.equal('127.0.0.1:18883');
    expect(world.accessPoints.map(({ security }) => security)).to.deep.equal(['wpa2', 'open']);
  });

  it('is the default for an empty file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'world-'));
    try {
      const file = join(folder, 'world.yaml');
      await writeFile(file, '# nothing yet\n');

      expect(await readWorld(file)).to.deep.equal(DEFAULT_WORLD);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const [what, text, line, words] of [
    ['an unknown key', 'ntp: 127.0.0.1:1123\nacessPoints: []\n', 2, 'acessPoints'],
    [
      'an unknown key of an access point',
      'accessPoints:\n  - ssid: a\n    chanel: 3\n',
      3,
      'chanel',
    ],
    ['a channel that is none', 'accessPoints:\n  - ssid: a\n    channel: 99\n', 3, 'channel'],
    ['WPA2 without a password', 'accessPoints:\n  - ssid: a\n    security: wpa2\n', 2, 'password'],
    [
      'an open one with a password',
      'accessPoints:\n  - ssid: a\n    security: open\n    password: 12345678x\n',
      4,
      'password',
    ],
    ['a route from nowhere', 'routes:\n  broker:8883: 127.0.0.1:1\n', 2, 'simulated network'],
    ['a route to nowhere', 'routes:\n  10.0.2.2:8883: 127.0.0.1\n', 2, 'HOST:PORT'],
    ['a DNS server without its port', 'ntp: 127.0.0.1:1\ndns: 127.0.0.1\n', 2, 'HOST:PORT'],
    ['a name for a name', 'names:\n  a.test: b.test\n', 2, 'IPv4'],
    ['an address that is none', 'dhcp:\n  address: 10.0.2.300\n', 2, 'IPv4'],
    ['text that is no YAML', 'routes:\n  a: [\n', 3, 'YAML'],
    ['a key twice', 'ntp: 127.0.0.1:1\nntp: 127.0.0.1:2\n', 2, 'YAML'],
  ] as const) {
    it(`refuses ${what}, naming line ${line}`, () => {
      const error = refusal(() => parseWorld(text, 'w.yaml'));

      expect(error.code).to.equal('BAD_WORLD');
      expect(error.message).to.include(`w.yaml, line ${line}:`).and.include(words);
      expect(error.message).to.not.include('\n');
    });
  }

  it('keeps a password that is refused out of its sentence', () => {
    const error = refusal(() => parseWorld('accessPoints:\n  - ssid: a\n    password: hunter2\n'));

    expect(error.message).to.not.include('hunter2');
  });

  it('says so when the file cannot be read', async () => {
    const error = await readWorld(tmpdir()).catch((caught: unknown) => caught);

    expect(error).to.be.instanceOf(BadInput).with.property('code', 'WORLD_UNREADABLE');
  });
});

describe('World flags', () => {
  it('lie over a world', () => {
    const world = withFlags(DEFAULT_WORLD, {
      ap: ['lab=correct horse', 'guests'],
      route: ['10.0.2.2:8883=127.0.0.1:18883'],
      name: ['broker.test=10.0.2.2'],
      dns: '127.0.0.1:1053',
      ntp: '127.0.0.1:1123',
      address: '10.0.2.99',
    });

    expect(world.accessPoints.map(({ ssid, security }) => [ssid, security])).to.deep.equal([
      ['lab', 'wpa2'],
      ['guests', 'open'],
    ]);
    expect(world.routes).to.deep.equal({ '10.0.2.2:8883': '127.0.0.1:18883' });
    expect(world.names).to.deep.equal({ 'broker.test': '10.0.2.2' });
    expect(world).to.include({ dns: '127.0.0.1:1053', ntp: '127.0.0.1:1123' });
    expect(world.dhcp).to.include({ address: '10.0.2.99', gateway: '10.0.2.2' });
  });

  for (const flags of [
    { ap: ['lab=hunter2'] },
    { route: ['8883=18883'] },
    { route: ['10.0.2.2:8883'] },
    { name: ['broker.test'] },
    { dns: '127.0.0.1' },
    { ntp: 'localhost' },
    { address: 'here' },
  ]) {
    it(`refuse ${JSON.stringify(flags)}`, () => {
      const error = refusal(() => withFlags(DEFAULT_WORLD, flags));

      expect(error.code).to.equal('BAD_FLAG');
      expect(error.message)
        .to.include(`--${Object.keys(flags)[0]} takes`)
        .and.not.include('hunter2');
    });
  }
});
