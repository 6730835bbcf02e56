import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'lab/shelf 1,left/weight';
const SOON = 5_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

/** Longer than a name, and the longest that the firmware takes. */
const LONG_TOPICS = [64, 100, 128].map((bytes) => `lab/${'t'.repeat(bytes - 4)}`);

const LAST_ODD = 'the/last';
/** What MQTT allows and AWS does, though few think of it. */
const ODD_TOPICS = [
  'x',
  '/',
  '/from/the/root',
  'with//nothing/between',
  'ends/with/',
  '$aws/things/bench/shadow/update/accepted',
  ' blanks around ',
  LAST_ODD,
];

describe('A long topic', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'policies'] });

  before('connect as a thing that may use it', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.freeThing()));
    await bench.connect();
  });

  after('take leave', () => bench.board.mqtt.clean());

  for (const topic of LONG_TOPICS) {
    it(`of ${topic.length} bytes is published to, subscribed and received from as it is`, async () => {
      const from = bench.board.position();
      const seenFrom = bench.cloud.position();

      await bench.board.mqtt.subscribe(topic, 1);
      await bench.board.mqtt.publish(topic, 'there and back', { qos: 1 });

      await bench.cloud.expect(
        { kind: 'publish', topic, payload: 'there and back' },
        { from: seenFrom, withinMs: SOON },
      );
      await bench.board.mqtt.expectMessage(
        { topic, payload: 'there and back' },
        { from, withinMs: SOON },
      );
    });
  }
});

describe('A topic of an odd form', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('is subscribed, published to, received from and cancelled as it is', async () => {
    await using broker = await bench.trials.plainBroker();
    const { mqtt } = bench.board;
    await mqtt.configure({ scheme: 1, clientId: 'bench' });
    await mqtt.connect(broker);
    const from = bench.board.position();

    for (const topic of ODD_TOPICS) {
      await mqtt.subscribe(topic, 1);
      await mqtt.publish(topic, 'out', { qos: 1 });
      await mqtt.unsubscribe(topic);
    }
    await broker.send(ODD_TOPICS.map((topic) => ({ topic, payload: 'in', qos: 0 })));
    await mqtt.expectMessage({ topic: LAST_ODD, payload: 'in' }, { from, withinMs: SOON });

    const asked = broker.said('subscribe').map(({ subscriptions: [first] }) => first?.topic);
    expect(asked).to.deep.equal(ODD_TOPICS);
    expect(broker.said('publish').map(({ topic }) => topic)).to.deep.equal(ODD_TOPICS);
    const cancelled = broker.said('unsubscribe').flatMap(({ unsubscriptions }) => unsubscriptions);
    expect(cancelled).to.deep.equal(ODD_TOPICS);
    expect(bench.readings.messagesHeard(from).map(([topic]) => topic)).to.deep.equal(ODD_TOPICS);
  });
});

describe('A topic with a comma', () => {
  const bench = useBench({ area: 'mqtt', needs: ['tls-events', 'mqtt-events', 'policies'] });

  before('connect as a thing that may use it', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.freeThing()));
    await bench.connect();
  });

  after('take leave', () => bench.board.mqtt.clean());

  it('is subscribed as it is', async () => {
    const from = bench.cloud.position();

    await bench.board.mqtt.subscribe(TOPIC, 1);

    const seen = await bench.cloud.expect(
      { kind: 'subscribe', answer: 'suback' },
      { from, withinMs: SOON },
    );
    expect(seen.filters.map(({ filter }) => filter)).to.deep.equal([TOPIC]);
    expect(await bench.board.mqtt.topics()).to.deep.equal([{ topic: TOPIC, qos: 1 }]);
  });

  it('is published to', async () => {
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(TOPIC, '12 g', { qos: 1 });

    const seen = await bench.cloud.expect({ kind: 'publish' }, { from, withinMs: SOON });
    expect(seen).to.include({ topic: TOPIC });
  });

  it('is received from', async () => {
    await bench.board.mqtt.subscribe(TOPIC, 1);
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.cloud.publish(TOPIC, 'tare', { qos: 1 });

    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'tare' },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect({ kind: 'puback', topic: TOPIC }, { from: seenFrom, withinMs: SOON });
  });
});
