import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Of the schemes of a board', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'registry', 'server-personalities'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  for (const scheme of [2, 3] as const) {
    it(`${scheme} shows no certificate`, async () => {
      const from = bench.cloud.position();

      await failure(bench.connect({ scheme }));

      await bench.cloud.expect({ kind: 'tls-accepted', peer: null }, { from, withinMs: SOON });
    });
  }

  for (const scheme of [4, 5] as const) {
    it(`${scheme} shows the certificate of the flash, and proves its key`, async () => {
      const { certificateId } = await bench.thing();
      const from = bench.cloud.position();

      await bench.connect({ scheme });

      await bench.cloud.expect(
        { kind: 'tls-accepted', peer: { certificateId } },
        { from, withinMs: SOON },
      );
      await bench.cloud.expect(
        { kind: 'connect', certificateId, outcome: { accepted: true } },
        { from, withinMs: SOON },
      );
    });
  }

  for (const scheme of [3, 5] as const) {
    for (const personality of ['unknown-ca', 'expired', 'not-yet-valid'] as const) {
      it(`${scheme} refuses a server that is ${personality}`, async () => {
        await using _server = await bench.cloud.serveAs(personality);
        const from = bench.cloud.position();

        const refused = await failure(bench.connect({ scheme }));

        expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
        await bench.cloud.expect(
          { kind: 'tls-refused', by: 'device', personality },
          { from, withinMs: SOON },
        );
      });
    }
  }

  it('4 takes any server, and tells the name that it called', async () => {
    await using _server = await bench.cloud.serveAs('unknown-ca');
    const from = bench.cloud.position();

    await bench.connect({ scheme: 4 });

    await bench.cloud.expect(
      { kind: 'tls-accepted', sni: bench.serverName },
      { from, withinMs: SOON },
    );
  });
});

describe('A board that has believed a server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities', 'device-disconnect'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  beforeEach('connect', () => bench.connect({ reconnect: true }));

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('does not believe another in its place the next time', async () => {
    await using _server = await bench.cloud.serveAs('unknown-ca');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'UNKNOWN_CA' },
      { from, withinMs: SOON },
    );
  });

  it('does not believe another in its place when it comes back by itself', async () => {
    await using _server = await bench.cloud.serveAs('unknown-ca');
    const from = bench.cloud.position();

    await bench.cloud.disconnect('sdk-java');

    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'UNKNOWN_CA' },
      { from, withinMs: bench.trials.patience(20_000) },
    );
  });

  it('shows its certificate each time', async () => {
    const { certificateId } = await bench.thing();
    const from = bench.cloud.position();

    await bench.cloud.disconnect('sdk-java');

    await bench.cloud.expect(
      { kind: 'tls-accepted', peer: { certificateId } },
      { from, withinMs: bench.trials.patience(20_000) },
    );
  });
});
