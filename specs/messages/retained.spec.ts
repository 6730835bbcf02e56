import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'lab/retained';
const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('A message that is to be kept', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'policies'] });

  before('prepare a thing that may keep messages', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.freeThing()));
  });

  beforeEach('connect', () => bench.connect());

  afterEach('take leave', async () => {
    await bench.cloud.publish(TOPIC, '', { retain: true });
    await bench.board.mqtt.clean();
  });

  for (const [retain, qos] of [
    [true, 0],
    [false, 0],
    [true, 1],
    [false, 1],
  ] as const) {
    it(`is sent with retain ${retain} at QoS ${qos}, and one that is not, not`, async () => {
      const from = bench.cloud.position();

      await bench.board.mqtt.publish(TOPIC, 'on the line', { qos, retain, raw: false });
      await bench.board.mqtt.publish(TOPIC, 'raw', { qos, retain: !retain, raw: true });

      await bench.cloud.expect(
        { kind: 'publish', topic: TOPIC, payload: 'on the line', qos, retain },
        { from, withinMs: SOON },
      );
      await bench.cloud.expect(
        { kind: 'publish', topic: TOPIC, payload: 'raw', qos, retain: !retain },
        { from, withinMs: SOON },
      );
    });
  }

  it('comes back to the board that kept it, when it subscribes', async () => {
    await bench.board.mqtt.publish(TOPIC, 'kept', { qos: 1, retain: true });
    const from = bench.board.position();

    await bench.board.mqtt.subscribe(TOPIC, 1);

    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'kept' },
      { from, withinMs: SOON },
    );
  });

  it('is taken away by one with nothing in it', async () => {
    await bench.board.mqtt.publish(TOPIC, 'kept', { qos: 1, retain: true });
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await bench.board.mqtt.publish(TOPIC, '', { qos: 1, retain: true });
    await bench.board.mqtt.subscribe(TOPIC, 1);
    await bench.cloud.publish(TOPIC, 'live', { qos: 1 });

    const { payload } = await bench.cloud.expect(
      { kind: 'publish', topic: TOPIC, retain: true },
      { from, withinMs: SOON },
    );
    expect(payload).to.have.lengthOf(0);
    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'live' },
      { from: heardFrom, withinMs: SOON },
    );
    expect(bench.readings.messagesHeard(heardFrom)).to.deep.equal([[TOPIC, 'live']]);
  });

  it('is not there for who comes after one that was not', async () => {
    await bench.board.mqtt.publish(TOPIC, 'not kept', { qos: 1 });
    const from = bench.board.position();

    await bench.board.mqtt.subscribe(TOPIC, 1);
    await bench.cloud.publish(TOPIC, 'live', { qos: 1 });

    const { payload } = await bench.board.mqtt.expectMessage(
      { topic: TOPIC },
      { from, withinMs: SOON },
    );
    expect(Buffer.from(payload).toString()).to.equal('live');
  });
});
