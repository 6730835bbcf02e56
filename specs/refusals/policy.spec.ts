import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const FORBIDDEN = 'sdk/test/forbidden';
const FORBIDDEN_HERE = { accepted: false, cause: 'POLICY_DOES_NOT_ALLOW' } as const;

describe('A policy keeps a board', () => {
  const bench = useBench({ area: 'mqtt', needs: ['tls-events', 'mqtt-events', 'policies'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('from connecting under another client id', async () => {
    const from = bench.cloud.position();

    const refused = await failure(bench.connect({ clientId: 'somebody-else' }));

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'connect', clientId: 'somebody-else', outcome: FORBIDDEN_HERE },
      { from, withinMs: SOON },
    );
  });

  it('from subscribing to another topic', async () => {
    await bench.connect();
    const from = bench.cloud.position();

    const refused = await failure(bench.board.mqtt.subscribe(FORBIDDEN, 1));

    expect(refused.code).to.equal('AT_REFUSED');
    await bench.cloud.expect({ kind: 'subscribe', answer: 'closed' }, { from, withinMs: SOON });
    await bench.cloud.expect(
      { kind: 'disconnect', reason: 'AUTH_ERROR' },
      { from, withinMs: SOON },
    );
  });

  it('from publishing to another topic', async () => {
    await bench.connect();
    const from = bench.cloud.position();

    const refused = await failure(bench.board.mqtt.publish(FORBIDDEN, 'hello', { qos: 1 }));

    expect(refused.code).to.equal('AT_REFUSED');
    await bench.cloud.expect(
      { kind: 'publish', topic: FORBIDDEN, outcome: FORBIDDEN_HERE },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect(
      { kind: 'disconnect', reason: 'AUTH_ERROR' },
      { from, withinMs: SOON },
    );
  });
});
