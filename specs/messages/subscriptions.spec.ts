import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const REMEMBERED = 10;
/** Fewer than the board remembers, and than the eight that AWS takes at a time. */
const TOPICS = ['one', 'Two', 'three/deep', 'vier/ünd', '5', '6', '7'].map((name) => `lab/${name}`);

describe('Subscriptions of a board', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'policies'] });

  before('prepare a thing that may use any topic', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.freeThing()));
  });

  beforeEach('connect', () => bench.connect());

  afterEach('take leave', () => bench.board.mqtt.clean());

  for (const qos of [0, 1] as const) {
    it(`are made at QoS ${qos} when that is asked for`, async () => {
      const from = bench.cloud.position();

      await bench.board.mqtt.subscribe('lab/one', qos);

      const { filters } = await bench.cloud.expect(
        { kind: 'subscribe', answer: 'suback' },
        { from, withinMs: SOON },
      );
      expect(filters.map((each) => [each.filter, each.qos])).to.deep.equal([['lab/one', qos]]);
      expect(await bench.board.mqtt.topics()).to.deep.equal([{ topic: 'lab/one', qos }]);
    });
  }

  it('are as many as there were, each with its messages and no other', async () => {
    for (const topic of TOPICS) await bench.board.mqtt.subscribe(topic, 1);
    const from = bench.board.position();

    for (const topic of TOPICS) await bench.cloud.publish(topic, `for ${topic}`, { qos: 1 });

    for (const topic of TOPICS) {
      await bench.board.mqtt.expectMessage(
        { topic, payload: `for ${topic}` },
        { from, withinMs: SOON },
      );
    }
    expect(bench.readings.messagesHeard(from)).to.deep.equal(
      TOPICS.map((topic) => [topic, `for ${topic}`]),
    );
    expect(await bench.board.mqtt.topics()).to.deep.equal(
      TOPICS.map((topic) => ({ topic, qos: 1 })),
    );
  });

  it('with a wildcard get what fits, under its own topic', async () => {
    await bench.board.mqtt.subscribe('lab/+/deep', 1);
    const from = bench.board.position();

    await bench.cloud.publish('lab/three/flat', 'no', { qos: 1 });
    await bench.cloud.publish('lab/three/deep', 'yes', { qos: 1 });

    await bench.board.mqtt.expectMessage(
      { topic: 'lab/three/deep', payload: 'yes' },
      { from, withinMs: SOON },
    );
    expect(bench.readings.messagesHeard(from)).to.deep.equal([['lab/three/deep', 'yes']]);
  });

  it('with the wildcard for all below get all below', async () => {
    await bench.board.mqtt.subscribe('lab/three/#', 1);
    const from = bench.board.position();

    await bench.cloud.publish('lab/elsewhere', 'no', { qos: 1 });
    await bench.cloud.publish('lab/three/deep/down', 'yes', { qos: 1 });

    await bench.board.mqtt.expectMessage(
      { topic: 'lab/three/deep/down', payload: 'yes' },
      { from, withinMs: SOON },
    );
    expect(bench.readings.messagesHeard(from)).to.deep.equal([['lab/three/deep/down', 'yes']]);
  });

  it('with a wildcard end when they are cancelled', async () => {
    for (const filter of ['lab/+/deep', 'lab/all/#']) await bench.board.mqtt.subscribe(filter, 1);
    await bench.board.mqtt.subscribe('lab/one', 1);
    const from = bench.board.position();

    for (const filter of ['lab/+/deep', 'lab/all/#']) await bench.board.mqtt.unsubscribe(filter);
    for (const topic of ['lab/three/deep', 'lab/all/below', 'lab/one']) {
      await bench.cloud.publish(topic, 'for whom?', { qos: 1 });
    }

    await bench.board.mqtt.expectMessage({ topic: 'lab/one' }, { from, withinMs: SOON });
    expect(bench.readings.messagesHeard(from)).to.deep.equal([['lab/one', 'for whom?']]);
  });

  it('that overlap end one by one', async () => {
    for (const filter of ['lab/all/#', 'lab/all/one']) await bench.board.mqtt.subscribe(filter, 1);
    const from = bench.board.position();

    await bench.board.mqtt.unsubscribe('lab/all/one');
    await bench.cloud.publish('lab/all/one', 'by the other', { qos: 1 });

    await bench.board.mqtt.expectMessage(
      { topic: 'lab/all/one', payload: 'by the other' },
      { from, withinMs: SOON },
    );
    expect(await bench.board.mqtt.topics()).to.deep.equal([{ topic: 'lab/all/#', qos: 1 }]);
  });

  it('are made anew at another QoS', async () => {
    const from = bench.cloud.position();

    for (const qos of [0, 1] as const) await bench.board.mqtt.subscribe('lab/one', qos);

    for (const qos of [0, 1] as const) {
      await bench.cloud.expect(
        { kind: 'subscribe', answer: 'suback', filters: [{ filter: 'lab/one', qos }] },
        { from, withinMs: SOON },
      );
    }
  });

  it('may be more than the board remembers', async () => {
    const topics = Array.from({ length: REMEMBERED + 1 }, (_, at) => `lab/many/${at}`);
    for (const topic of topics) await bench.board.mqtt.subscribe(topic, 1);
    const from = bench.board.position();

    for (const topic of topics) await bench.cloud.publish(topic, 'each', { qos: 1 });

    for (const topic of topics) {
      await bench.board.mqtt.expectMessage({ topic, payload: 'each' }, { from, withinMs: SOON });
    }
    const remembered = (await bench.board.mqtt.topics()).map(({ topic }) => topic);
    expect(remembered).to.deep.equal(topics.slice(0, REMEMBERED));
  });

  it('end when they are cancelled, and the others go on', async () => {
    for (const topic of ['lab/one', 'lab/Two']) await bench.board.mqtt.subscribe(topic, 1);
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.board.mqtt.unsubscribe('lab/one');
    await bench.cloud.publish('lab/one', 'into the void', { qos: 1 });
    await bench.cloud.publish('lab/Two', 'still here', { qos: 1 });

    const { filters } = await bench.cloud.expect(
      { kind: 'unsubscribe' },
      { from: seenFrom, withinMs: SOON },
    );
    expect(filters).to.deep.equal(['lab/one']);
    await bench.board.mqtt.expectMessage(
      { topic: 'lab/Two', payload: 'still here' },
      { from, withinMs: SOON },
    );
    expect(bench.readings.messagesHeard(from)).to.deep.equal([['lab/Two', 'still here']]);
    expect(await bench.board.mqtt.topics()).to.deep.equal([{ topic: 'lab/Two', qos: 1 }]);
  });
});
