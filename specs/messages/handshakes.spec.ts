import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'bench/in';
const SOON = 10_000;
const KEEP_ALIVE_SECONDS = 2;
/** With the ends of the range of numbers, and what is easily taken for something that came before. */
const ALL_SORTS = [
  { topic: TOPIC, payload: 'one', id: 1 },
  { topic: TOPIC, payload: 'equal', id: 2 },
  { topic: TOPIC, payload: 'equal', id: 3 },
  { topic: TOPIC, payload: '', id: 256 },
  { topic: TOPIC, payload: 'sent again', id: 4, dup: true },
  { topic: TOPIC, payload: 'unnumbered', qos: 0 },
  { topic: TOPIC, payload: 'kept', id: 0xffff, retain: true },
  { topic: TOPIC, payload: 'the last', id: 5 },
] as const;
const NUMBERS = ALL_SORTS.flatMap((message) => ('id' in message ? [message.id] : []));

describe('Between a board and its broker', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  beforeEach('configure', () => bench.board.mqtt.configure({ scheme: 1, clientId: 'bench' }));

  afterEach('take leave', () => bench.board.mqtt.clean());

  for (const how of ['at once', 'byte by byte'] as const) {
    it(`messages that come ${how} are told once, and acknowledged once by their numbers`, async () => {
      await using broker = await bench.trials.plainBroker();
      await bench.board.mqtt.connect(broker);
      const from = bench.board.position();

      await broker.send(ALL_SORTS, how);
      await broker.heard('puback', NUMBERS.length, SOON);

      await bench.board.mqtt.expectMessage(
        { topic: TOPIC, payload: 'the last' },
        { from, withinMs: SOON },
      );
      expect(bench.readings.messagesHeard(from)).to.deep.equal(
        ALL_SORTS.map(({ payload }) => [TOPIC, payload]),
      );
      expect(broker.said('puback').map(({ messageId }) => messageId)).to.deep.equal(NUMBERS);
    });
  }

  it('a message that comes before the acknowledgement of another is told', async () => {
    const interjects = { topic: TOPIC, payload: 'in between', id: 9 };
    await using broker = await bench.trials.plainBroker({ interjects });
    await bench.board.mqtt.connect(broker);
    const from = bench.board.position();

    await bench.board.mqtt.publish('bench/out', 'on the line', { qos: 1, raw: false });
    await bench.board.mqtt.publish('bench/out', 'raw', { qos: 1, raw: true });
    await broker.heard('puback', 2, SOON);

    expect(bench.readings.messagesHeard(from)).to.deep.equal([
      [TOPIC, 'in between'],
      [TOPIC, 'in between'],
    ]);
  });

  it('what wants an answer has a number', async () => {
    await using broker = await bench.trials.plainBroker();
    await bench.board.mqtt.connect(broker);

    await bench.board.mqtt.subscribe('bench/out', 1);
    await bench.board.mqtt.publish('bench/out', 'numbered', { qos: 1 });
    await bench.board.mqtt.unsubscribe('bench/out');

    const numbered = broker.said('subscribe', 'publish', 'unsubscribe');
    expect(numbered.map(({ cmd }) => cmd)).to.deep.equal(['subscribe', 'publish', 'unsubscribe']);
    for (const { messageId } of numbered) expect(messageId).to.be.within(1, 0xffff);
  });

  it('the link is watched while messages come in', async () => {
    await using broker = await bench.trials.plainBroker();
    await bench.board.mqtt.configure({
      scheme: 1,
      clientId: 'bench',
      keepAliveSeconds: KEEP_ALIVE_SECONDS,
    });
    await bench.board.mqtt.connect(broker);

    await broker.talkUntil('pingreq', SOON);

    expect(await bench.board.mqtt.state()).to.include({ isConnected: true });
  });
});

describe('A message of QoS 2', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  beforeEach('configure', () => bench.board.mqtt.configure({ scheme: 1, clientId: 'bench' }));

  afterEach('take leave', () => bench.board.mqtt.clean());

  for (const raw of [false, true]) {
    it(`goes out once and is released, ${raw ? 'raw' : 'on the line'}`, async () => {
      await using broker = await bench.trials.plainBroker();
      await bench.board.mqtt.connect(broker);

      await bench.board.mqtt.publish('bench/out', 'exactly once', { qos: 2, raw });

      const [sent, released, ...others] = broker.said('publish', 'pubrel');
      expect(sent).to.include({ cmd: 'publish', qos: 2, dup: false });
      expect(released).to.include({ cmd: 'pubrel', messageId: sent?.messageId });
      expect(others).to.deep.equal([]);
    });
  }

  it('comes in four steps, and is told once', async () => {
    await using broker = await bench.trials.plainBroker();
    await bench.board.mqtt.connect(broker);
    const from = bench.board.position();

    await broker.send([{ topic: TOPIC, payload: 'exactly once', qos: 2, id: 11 }]);
    await broker.heard('pubcomp', 1, SOON);
    await broker.send([{ topic: TOPIC, payload: 'behind it', qos: 0 }]);

    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'behind it' },
      { from, withinMs: SOON },
    );
    const steps = broker.said('puback', 'pubrec', 'pubcomp');
    expect(steps.map(({ cmd, messageId }) => [cmd, messageId])).to.deep.equal([
      ['pubrec', 11],
      ['pubcomp', 11],
    ]);
    expect(bench.readings.messagesHeard(from)).to.deep.equal([
      [TOPIC, 'exactly once'],
      [TOPIC, 'behind it'],
    ]);
  });

  it('is subscribed to as that', async () => {
    await using broker = await bench.trials.plainBroker();
    await bench.board.mqtt.connect(broker);

    await bench.board.mqtt.subscribe(TOPIC, 2);

    const [asked] = broker.said('subscribe');
    expect(asked?.subscriptions).to.have.lengthOf(1);
    expect(asked?.subscriptions[0]).to.include({ topic: TOPIC, qos: 2 });
    expect(await bench.board.mqtt.topics()).to.deep.equal([{ topic: TOPIC, qos: 2 }]);
  });
});
