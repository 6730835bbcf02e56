import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'sdk/test/java';
const OTHER_TOPIC = 'sdk/test/Python';
const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const BURST = Array.from({ length: 20 }, (_, at) => `message ${at}`);
/** What a line of the AT port escapes, and what it would take for its own. */
const TEXTS = [
  '{"a":"b, c","d":"\\\\e"}',
  ' blanks  around ',
  'naïve – ≥ 20 °C',
  "'single', = ; \\r",
  'as long as a line '.padEnd(200, 'l'),
];
const BYTES = Buffer.from('\0\x01before\0behind\r\n\x7f\x80\xff"\\,', 'latin1');

describe('Messages of a board', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  before('connect and subscribe', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 1);
  });

  after('take leave', () => bench.board.mqtt.clean());

  for (const qos of [0, 1] as const) {
    it(`come all, once and in order at QoS ${qos}`, async () => {
      const from = bench.board.position();

      for (const text of BURST) await bench.cloud.publish(TOPIC, text, { qos });
      await bench.cloud.publish(TOPIC, 'the last', { qos });

      await bench.board.mqtt.expectMessage(
        { topic: TOPIC, payload: 'the last' },
        { from, withinMs: SOON },
      );
      const texts = bench.readings.messagesHeard(from).map(([, text]) => text);
      expect(texts).to.deep.equal([...BURST, 'the last']);
    });

    it(`go out at QoS ${qos} when that is asked for, once each`, async () => {
      const from = bench.cloud.position();

      await bench.board.mqtt.publish(OTHER_TOPIC, 'on the line', { qos, raw: false });
      await bench.board.mqtt.publish(OTHER_TOPIC, 'raw', { qos, raw: true });

      await bench.cloud.expect(
        { kind: 'publish', payload: 'raw', topic: OTHER_TOPIC },
        { from, withinMs: SOON },
      );
      const seen = bench.cloud.seen(from).filter((event) => event.kind === 'publish');
      expect(seen.map((event) => [event.topic, event.qos, event.dup])).to.deep.equal([
        [OTHER_TOPIC, qos, false],
        [OTHER_TOPIC, qos, false],
      ]);
    });
  }

  for (const text of TEXTS) {
    it(`carry ${JSON.stringify(text.slice(0, 30))} both ways`, async () => {
      const from = bench.board.position();
      const seenFrom = bench.cloud.position();

      await bench.board.mqtt.publish(OTHER_TOPIC, text, { qos: 1, raw: false });
      await bench.cloud.publish(TOPIC, text, { qos: 1 });

      const seen = await bench.cloud.expect(
        { kind: 'publish', topic: OTHER_TOPIC },
        { from: seenFrom, withinMs: SOON },
      );
      expect(Buffer.from(seen.payload).toString()).to.equal(text);
      await bench.board.mqtt.expectMessage(
        { topic: TOPIC, payload: text },
        { from, withinMs: SOON },
      );
    });
  }

  it('carry bytes that are no text both ways', async () => {
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.board.mqtt.publish(OTHER_TOPIC, BYTES, { qos: 1, raw: true });
    await bench.cloud.publish(TOPIC, BYTES, { qos: 1 });

    const seen = await bench.cloud.expect(
      { kind: 'publish', topic: OTHER_TOPIC },
      { from: seenFrom, withinMs: SOON },
    );
    expect(Buffer.from(seen.payload)).to.deep.equal(BYTES);
    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: BYTES },
      { from, withinMs: SOON },
    );
  });

  it('with nothing in them go and come as that', async () => {
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.board.mqtt.publish(OTHER_TOPIC, '', { qos: 1 });
    await bench.cloud.publish(TOPIC, '', { qos: 1 });
    await bench.cloud.publish(TOPIC, 'behind it', { qos: 1 });

    const seen = await bench.cloud.expect(
      { kind: 'publish', topic: OTHER_TOPIC },
      { from: seenFrom, withinMs: SOON },
    );
    expect(seen.payload).to.have.lengthOf(0);
    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'behind it' },
      { from, withinMs: SOON },
    );
    expect(bench.readings.messagesHeard(from)).to.deep.equal([
      [TOPIC, ''],
      [TOPIC, 'behind it'],
    ]);
  });

  it('of QoS 1 that are long go whole, and are acknowledged when they came whole', async () => {
    const payload = payloadOf(5_000);
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.board.mqtt.publish(OTHER_TOPIC, payload, { qos: 1 });
    await bench.cloud.publish(TOPIC, payload, { qos: 1 });

    const seen = await bench.cloud.expect(
      { kind: 'publish', topic: OTHER_TOPIC },
      { from: seenFrom, withinMs: SOON },
    );
    expect(sha256(seen.payload)).to.equal(sha256(payload));
    await bench.board.mqtt.expectMessage({ topic: TOPIC, payload }, { from, withinMs: SOON });
    await bench.cloud.expect({ kind: 'puback', topic: TOPIC }, { from: seenFrom, withinMs: SOON });
  });
});

describe('A message that comes while another is entered', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  it('is told, and not only acknowledged', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 1);
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await failure(bench.trials.abandonPublish(OTHER_TOPIC, payloadOf(200), 100));
    await bench.cloud.publish(TOPIC, 'in between', { qos: 1 });
    await bench.cloud.expect({ kind: 'puback', topic: TOPIC }, { from: seenFrom, withinMs: SOON });
    await bench.board.mqtt.clean();

    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'in between' },
      { from, withinMs: SOON },
    );
  });
});

describe('A message that nobody acknowledges', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'packet-faults'] });

  it('is sent again, and marked as that', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await using _loss = await bench.cloud.interfere({ packet: 'puback', to: 1, does: 'drop' });
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(OTHER_TOPIC, 'did it come?', { qos: 1 });
    await bench.board.mqtt.clean();

    const seen = bench.cloud.seen(from).filter((event) => event.kind === 'publish');
    expect(seen.map(({ dup }) => dup)).to.deep.equal([false, true]);
    expect(new Set(seen.map(({ packetId }) => packetId)).size).to.equal(1);
  });
});
