import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 5_000;
/** The firmware waits for up to 15 s, and again after an attempt that failed. */
const RETURN_MS = 40_000;
/** Longer than the firmware waits before it connects again. */
const STAYS_AWAY_MS = 20_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('When the cloud restarts, a board', () => {
  const bench = useBench({ area: 'reconnect', needs: ['tls-events', 'mqtt-events', 'restart'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('that was told to reconnect comes back, subscribes again and receives', async () => {
    const { certificateId } = await bench.thing();
    await bench.connect({ reconnect: true });
    await bench.board.mqtt.subscribe(bench.names.topic, 1);
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await bench.cloud.restart();

    await bench.board.mqtt.expectLoss({ from: heardFrom });
    await bench.board.mqtt.expectReturn({
      from: heardFrom,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    await bench.cloud.expect(
      { kind: 'connect', certificateId, outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect({ kind: 'subscribe', answer: 'suback' }, { from, withinMs: SOON });
    await bench.cloud.publish(bench.names.topic, 'welcome back', { qos: 1 });
    await bench.board.mqtt.expectMessage(
      { topic: bench.names.topic, payload: 'welcome back' },
      { from: heardFrom, withinMs: SOON },
    );
  });

  it('that was told not to stays away until it is cleaned and connected', async () => {
    const { certificateId } = await bench.thing();
    await bench.connect({ reconnect: false });
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await bench.cloud.restart();

    await bench.board.mqtt.expectLoss({ from: heardFrom });
    await bench.trials.listen(STAYS_AWAY_MS);
    expect(await bench.board.mqtt.state()).to.include({ isConnected: false, state: 'lost' });
    const refused = await failure(bench.trials.callAgain());
    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    expect(bench.cloud.seen(from).map(({ kind }) => kind)).to.deep.equal(['disconnect']);
    await bench.board.mqtt.clean();
    expect(await bench.certificateShown()).to.equal(certificateId);
  });
});
