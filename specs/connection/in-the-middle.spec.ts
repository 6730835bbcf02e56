import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'bench/out';
/** The firmware waits for up to 15 s. */
const RETURN_MS = 40_000;
const SOON = 10_000;
/** The codes of CONNACK in MQTT 3.1.1: version, client id, server away, user or password, not allowed. */
const REFUSALS = [1, 2, 3, 4, 5];

describe('A board that a broker turns away', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  afterEach('take leave', () => bench.board.mqtt.clean());

  for (const welcome of REFUSALS) {
    it(`with code ${welcome} says so, and is not connected`, async () => {
      await using broker = await bench.trials.plainBroker({ welcome });
      await bench.board.mqtt.configure({ scheme: 1, clientId: 'bench' });

      const refused = await failure(bench.board.mqtt.connect(broker));

      expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
      expect(broker.introductions()).to.have.lengthOf(1);
      expect(await bench.board.mqtt.state()).to.include({ state: 'session configured' });
    });
  }
});

describe('A board that loses its connection in the middle', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  beforeEach('configure', () => bench.board.mqtt.configure({ scheme: 1, clientId: 'bench' }));

  afterEach('take leave', () => bench.board.mqtt.clean());

  for (const raw of [false, true]) {
    it(`of a message ${raw ? 'raw' : 'on the line'} does not say that it was sent, nor of later ones`, async () => {
      await using broker = await bench.trials.plainBroker({ dropsAt: 'publish' });
      await bench.board.mqtt.connect(broker);
      const publish = () => bench.board.mqtt.publish(TOPIC, 'did it come?', { qos: 1, raw });

      const during = await failure(publish());
      const behind = await failure(publish());

      expect([during.code, behind.code]).to.deep.equal(['AT_REFUSED', 'AT_REFUSED']);
      expect(await bench.board.mqtt.state()).to.include({ state: 'lost' });
    });
  }

  it('of a subscription does not say that it was made', async () => {
    await using broker = await bench.trials.plainBroker({ dropsAt: 'subscribe' });
    await bench.board.mqtt.connect(broker);

    const refused = await failure(bench.board.mqtt.subscribe(TOPIC, 1));

    expect(refused.code).to.equal('AT_REFUSED');
    expect(await bench.board.mqtt.topics()).to.deep.equal([]);
  });
});

describe('A board that is to come back from the middle', () => {
  const bench = useBench({ area: 'reconnect', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  afterEach('take leave', () => bench.board.mqtt.clean());

  for (const dropsAt of ['publish', 'subscribe'] as const) {
    it(`of a ${dropsAt} is alive, and does what it is told again`, async () => {
      await using broker = await bench.trials.plainBroker({ dropsAt });
      const { mqtt } = bench.board;
      await mqtt.configure({ scheme: 1, clientId: 'bench' });
      await mqtt.connect({ ...broker, reconnect: true });
      const from = bench.board.position();
      const commands = {
        publish: () => mqtt.publish(TOPIC, 'did it come?', { qos: 1 }),
        subscribe: () => mqtt.subscribe(TOPIC, 1),
      };

      const refused = await failure(commands[dropsAt]());
      await mqtt.expectReturn({ from, withinMs: bench.trials.patience(RETURN_MS) });
      await commands[dropsAt]();

      expect(refused.code).to.equal('AT_REFUSED');
      const numbers = broker.said('publish', 'subscribe').map(({ messageId }) => messageId);
      // A client may keep the first and repeat it when it is back.
      expect(numbers).to.have.lengthOf.at.least(2);
      for (const number of numbers) expect(number).to.be.within(1, 0xffff);
    });
  }

  it('introduces itself as before, and takes what comes again', async () => {
    await using broker = await bench.trials.plainBroker();
    const { mqtt } = bench.board;
    await mqtt.configure({
      scheme: 1,
      clientId: 'bench',
      username: 'user',
      password: 'password',
      keepAliveSeconds: 600,
      keepSession: true,
      will: { topic: 'bench/gone', message: 'gone', qos: 2, retain: true },
    });
    await mqtt.connect({ ...broker, reconnect: true });
    const start = bench.board.position();
    await broker.send([{ topic: TOPIC, payload: 'before', id: 1 }]);
    await mqtt.expectMessage({ topic: TOPIC, payload: 'before' }, { from: start, withinMs: SOON });
    await broker.heard('puback', 1, SOON);
    const from = bench.board.position();

    await broker.dropped(bench.trials.patience(RETURN_MS));
    await broker.heard('connect', 2, SOON);
    await broker.send([
      { topic: TOPIC, payload: 'again', id: 1, dup: true },
      { topic: TOPIC, payload: 'new', id: 2 },
    ]);
    await broker.heard('puback', 3, SOON);

    const [first, second] = broker.introductions();
    expect(second).to.deep.equal(first);
    await mqtt.expectMessage({ topic: TOPIC, payload: 'new' }, { from, withinMs: SOON });
    expect(bench.readings.messagesHeard(from)).to.deep.equal([
      [TOPIC, 'again'],
      [TOPIC, 'new'],
    ]);
    expect(broker.said('puback').map(({ messageId }) => messageId)).to.deep.equal([1, 1, 2]);
  });
});
