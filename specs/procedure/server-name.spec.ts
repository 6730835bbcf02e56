import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import type { ServerNames } from '../../harness/bench/lab/server-names.ts';
import type { Lab } from '../../harness/bench/lab.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const PROTOCOLS = ['a-protocol-of-nobody', 'x-amzn-mqtt-ca'];

/** Has the board refuse a server that bears such names, as both ends tell. */
const refuses = async (bench: Lab, names: ServerNames): Promise<void> => {
  const { serverName } = bench;
  await using _server = await bench.renamedServer(names);
  const from = bench.cloud.position();

  const refused = await failure(bench.connect({ serverName }));

  expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
  await bench.cloud.expect(
    { kind: 'tls-refused', by: 'device', code: 'BAD_CERTIFICATE' },
    { from, withinMs: SOON },
  );
};

describe('A board that is told the name of the server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-identity'],
    board: ['sni'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('sends it, and connects to a server that bears it', async () => {
    const { serverName } = bench;
    const from = bench.cloud.position();

    await bench.connect({ serverName });

    await bench.cloud.expect({ kind: 'tls-accepted', sni: serverName }, { from, withinMs: SOON });
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
  });

  it('refuses a server that bears another', () => refuses(bench, 'another'));

  it('sends none once it is no longer told', async () => {
    await bench.connect({ serverName: bench.serverName });
    await bench.board.mqtt.clean();
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect({ kind: 'tls-accepted', sni: null }, { from, withinMs: SOON });
  });
});

describe('A board that compares the names of its server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-identity'],
    board: ['sni'],
    bench: ['server name'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  for (const names of [
    'its own beside another that counts',
    'the domain above it',
    'a star for two labels',
    'its ending behind something else',
    'its beginning alone',
  ] as const) {
    it(`refuses one that bears ${names}`, () => refuses(bench, names));
  }

  for (const names of [
    'a star for one label',
    'its own in capitals',
    'its own behind another',
  ] as const) {
    it(`connects to one that bears ${names}`, async () => {
      const { serverName } = bench;
      await using _server = await bench.renamedServer(names);
      const from = bench.cloud.position();

      await bench.connect({ serverName });

      await bench.cloud.expect({ kind: 'tls-accepted', sni: serverName }, { from, withinMs: SOON });
    });
  }
});

describe('A board that is told protocols', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events'], board: ['alpn'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('offers them, and speaks the one that the server takes', async () => {
    const from = bench.cloud.position();

    await bench.connect({ protocols: PROTOCOLS });

    const { hello } = await bench.cloud.expect(
      { kind: 'tls-accepted', alpn: 'x-amzn-mqtt-ca' },
      { from, withinMs: SOON },
    );
    expect(hello?.alpn).to.deep.equal(PROTOCOLS);
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
  });

  it('offers none without being told', async () => {
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect({ kind: 'tls-accepted', alpn: null }, { from, withinMs: SOON });
  });
});
