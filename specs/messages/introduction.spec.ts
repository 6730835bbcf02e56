import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
/** Longer than the 23 characters that MQTT 3.1 knew, as AWS allows it. */
const LONG_ID = `sdk-nodejs-${'Xy'.repeat(50)}`;
const PLAIN = 1;

describe('A board introduces itself', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('by the whole of a long client id', async () => {
    const from = bench.cloud.position();

    await bench.connect({ clientId: LONG_ID });

    const seen = await bench.cloud.expect({ kind: 'connect' }, { from, withinMs: SOON });
    expect(seen.clientId).to.equal(LONG_ID);
  });

  it('in MQTT 3.1.1, with a clean session and two minutes of keep-alive unless it is told', async () => {
    const from = bench.cloud.position();

    await bench.connect();

    const { protocolLevel, cleanSession, keepAlive, will } = await bench.cloud.expect(
      { kind: 'connect' },
      { from, withinMs: SOON },
    );
    expect({ protocolLevel, cleanSession, will }).to.deep.equal({
      protocolLevel: 4,
      cleanSession: true,
      will: null,
    });
    expect(keepAlive.asked).to.equal(120);
  });

  it('with the keep-alive and the session that it was told', async () => {
    const from = bench.cloud.position();

    await bench.connect({ keepAliveSeconds: 77, keepSession: true });

    const { cleanSession, keepAlive } = await bench.cloud.expect(
      { kind: 'connect' },
      { from, withinMs: SOON },
    );
    expect(cleanSession).to.equal(false);
    expect(keepAlive.asked).to.equal(77);
  });
});

describe('A board at a broker without TLS', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  before('join', () => bench.joinWifi());

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('tells its user name as that, and its password as that', async () => {
    await using broker = await bench.trials.plainBroker();
    const settings = {
      clientId: 'Bench',
      username: 'The, "user" '.padEnd(64, 'u'),
      password: 'Pass,word\\ '.padEnd(64, 'p'),
    };

    await bench.board.mqtt.configure({ scheme: PLAIN, ...settings });
    await bench.board.mqtt.connect(broker);

    const { clientId, username, password } = await broker.introduction(SOON);
    expect({ clientId, username, password: String(password) }).to.deep.equal(settings);
  });

  it('tells none where it was given none', async () => {
    await using broker = await bench.trials.plainBroker();

    await bench.board.mqtt.configure({ scheme: PLAIN, clientId: 'bench' });
    await bench.board.mqtt.connect(broker);

    const { username, password } = await broker.introduction(SOON);
    expect([username, password]).to.deep.equal([undefined, undefined]);
  });

  it('brings its last will, to the last byte', async () => {
    await using broker = await bench.trials.plainBroker();
    const message = 'w'.repeat(64);

    await bench.board.mqtt.configure({
      scheme: PLAIN,
      clientId: 'bench',
      will: { topic: 'bench/Gone', message, qos: 1, retain: true },
    });
    await bench.board.mqtt.connect(broker);

    const { will } = await broker.introduction(SOON);
    expect(will).to.include({ topic: 'bench/Gone', qos: 1, retain: true });
    expect(String(will?.payload)).to.equal(message);
  });
});
