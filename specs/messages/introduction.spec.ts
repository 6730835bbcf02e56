import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
/** Longer than the 23 characters that MQTT 3.1 knew, as AWS allows it. */
const LONG_ID = `sdk-nodejs-${'Xy'.repeat(50)}`;
const PLAIN = 1;
const HALF_NAMES = [
  ['a user without a password', { username: 'user' }],
  ['a password without a user', { password: 'password' }],
] as const;
/** What does not fit into a byte, the longest that the firmware takes, and 0, which stands for its own. */
const KEEP_ALIVES = [
  [0, 120],
  [300, 300],
  [7_200, 7_200],
] as const;
const WILLS = [
  ['of QoS 0', { topic: 'bench/Gone', message: 'gone', qos: 0, retain: false }],
  ['of QoS 1 that is to be kept', { topic: 'bench/Gone', message: 'gone', qos: 1, retain: true }],
  ['of QoS 2', { topic: 'bench/Gone', message: 'gone', qos: 2, retain: false }],
  ['without a text', { topic: 'bench/Gone', message: '', qos: 1, retain: true }],
  [
    'on the longest topic',
    { topic: 'bench/'.padEnd(128, 'g'), message: 'gone', qos: 0, retain: true },
  ],
] as const;

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

  for (const [what, given] of HALF_NAMES) {
    it(`tells ${what}`, async () => {
      await using broker = await bench.trials.plainBroker();

      await bench.board.mqtt.configure({ scheme: PLAIN, clientId: 'Gerät 7', ...given });
      await bench.board.mqtt.connect(broker);

      const { clientId, username = '', password = '' } = await broker.introduction(SOON);
      expect({ clientId, username, password: String(password) }).to.deep.equal({
        clientId: 'Gerät 7',
        username: '',
        password: '',
        ...given,
      });
    });
  }

  for (const [told, asked] of KEEP_ALIVES) {
    it(`asks for a keep-alive of ${asked} s when it is told ${told}`, async () => {
      await using broker = await bench.trials.plainBroker();

      await bench.board.mqtt.configure({
        scheme: PLAIN,
        clientId: 'bench',
        keepAliveSeconds: told,
      });
      await bench.board.mqtt.connect(broker);

      expect((await broker.introduction(SOON)).keepalive).to.equal(asked);
    });
  }

  it('tells none where it was given none', async () => {
    await using broker = await bench.trials.plainBroker();

    await bench.board.mqtt.configure({ scheme: PLAIN, clientId: 'bench' });
    await bench.board.mqtt.connect(broker);

    const { username, password } = await broker.introduction(SOON);
    expect([username, password]).to.deep.equal([undefined, undefined]);
  });

  for (const [what, given] of WILLS) {
    it(`brings a last will ${what}`, async () => {
      await using broker = await bench.trials.plainBroker();

      await bench.board.mqtt.configure({ scheme: PLAIN, clientId: 'bench', will: given });
      await bench.board.mqtt.connect(broker);

      const { topic, qos, retain, payload } = (await broker.introduction(SOON)).will ?? {};
      expect({ topic, qos, retain, message: String(payload) }).to.deep.equal(given);
    });
  }

  it('brings a last will to the last byte that its release takes', async () => {
    await using broker = await bench.trials.plainBroker();
    const message = 'w'.repeat(bench.board.abilities.limits.willMessageBytes);

    await bench.board.mqtt.configure({
      scheme: PLAIN,
      clientId: 'bench',
      will: { topic: 'bench/gone', message },
    });
    await bench.board.mqtt.connect(broker);

    expect(String((await broker.introduction(SOON)).will?.payload)).to.equal(message);
  });
});
