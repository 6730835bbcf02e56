import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('A board that checks its server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('refuses one whose certificate has expired', async () => {
    await using _server = await bench.cloud.serveAs('expired');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      {
        kind: 'tls-refused',
        personality: 'expired',
        by: 'device',
        code: 'CERTIFICATE_EXPIRED',
      },
      { from, withinMs: SOON },
    );
  });

  it('refuses one whose certificate is not valid yet', async () => {
    await using _server = await bench.cloud.serveAs('not-yet-valid');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      {
        kind: 'tls-refused',
        personality: 'not-yet-valid',
        by: 'device',
        code: 'CERTIFICATE_UNKNOWN',
      },
      { from, withinMs: SOON },
    );
  });

  it('refuses one that vouches for itself', async () => {
    await using _server = await bench.cloud.serveAs('self-signed');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', personality: 'self-signed', by: 'device', code: 'UNKNOWN_CA' },
      { from, withinMs: SOON },
    );
  });

  it('connects to one that bears another name, unless it is told the name', async () => {
    await using _server = await bench.cloud.serveAs('wrong-name');
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-accepted', personality: 'wrong-name', sni: null },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
  });

  it('connects as soon as the server is right again', async () => {
    await using _server = await bench.cloud.serveAs(['expired', 'right']);
    const from = bench.cloud.position();

    await failure(bench.connect());
    await bench.board.mqtt.clean();
    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-refused', personality: 'expired', by: 'device' },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect(
      { kind: 'tls-accepted', personality: 'right' },
      { from, withinMs: SOON },
    );
  });
});

describe('A board that is told the name of its server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities'],
    board: ['sni'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('refuses one that bears another name', async () => {
    const { serverName } = bench;
    await using _server = await bench.cloud.serveAs('wrong-name');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect({ serverName }));

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', personality: 'wrong-name', by: 'device', code: 'BAD_CERTIFICATE' },
      { from, withinMs: SOON },
    );
  });
});
