import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'sdk/test/java';
const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('A session of a board', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('leave no session behind', async () => {
    await bench.connect();
    await bench.board.mqtt.clean();
  });

  it('that is kept holds what came while the board was away', async () => {
    await bench.connect({ keepSession: true });
    await bench.board.mqtt.subscribe(TOPIC, 1);
    await bench.board.mqtt.clean();
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.cloud.publish(TOPIC, 'while you were away', { qos: 1 });
    await bench.connect({ keepSession: true });

    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: true, sessionPresent: true } },
      { from: seenFrom, withinMs: SOON },
    );
    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'while you were away' },
      { from, withinMs: SOON },
    );
  });

  it('that is clean begins with nothing', async () => {
    await bench.connect({ keepSession: true });
    await bench.board.mqtt.subscribe(TOPIC, 1);
    await bench.board.mqtt.clean();
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.cloud.publish(TOPIC, 'while you were away', { qos: 1 });
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 1);
    await bench.cloud.publish(TOPIC, 'now', { qos: 1 });

    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: true, sessionPresent: false } },
      { from: seenFrom, withinMs: SOON },
    );
    await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: 'now' },
      { from, withinMs: SOON },
    );
    expect(bench.readings.messagesHeard(from)).to.deep.equal([[TOPIC, 'now']]);
  });
});

describe('The state of a connection', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  const stateOf = async (): Promise<string> => (await bench.board.mqtt.state()).state;

  it('is told as it is, from the configuration to the end', async () => {
    const states = [await stateOf()];

    await bench.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java' });
    states.push(await stateOf());
    await bench.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java', keepAliveSeconds: 60 });
    states.push(await stateOf());
    await bench.connect();
    states.push(await stateOf());
    await bench.board.mqtt.subscribe(TOPIC, 1);
    states.push(await stateOf());
    await bench.board.mqtt.unsubscribe(TOPIC);
    states.push(await stateOf());
    await bench.board.mqtt.clean();
    states.push(await stateOf());

    expect(states).to.deep.equal([
      'not configured',
      'user configured',
      'session configured',
      'connected',
      'connected with topics',
      'connected, no topics left',
      'not configured',
    ]);
  });

  it('ends when the board cleans up before it ever connected', async () => {
    await bench.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java' });
    const hadSomething = [await bench.board.mqtt.clean()];
    await bench.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java', keepAliveSeconds: 60 });
    hadSomething.push(await bench.board.mqtt.clean());

    expect(hadSomething).to.deep.equal([true, true]);
    expect(await stateOf()).to.equal('not configured');
  });

  it('is not replaced by a second one', async () => {
    await bench.connect();
    const from = bench.cloud.position();

    const refused = await failure(bench.trials.callAgain());

    expect(refused.cause).to.include({ code: 'AT_REFUSED' });
    expect(bench.cloud.seen(from)).to.deep.equal([]);
    expect(await stateOf()).to.equal('connected');
    await bench.board.mqtt.clean();
  });

  it('tells no topics of a connection that was cleaned', async () => {
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 1);
    const before = await bench.board.mqtt.topics();

    await bench.board.mqtt.clean();

    expect(before).to.deep.equal([{ topic: TOPIC, qos: 1 }]);
    expect(await bench.board.mqtt.topics()).to.deep.equal([]);
  });

  it('tells by what it is connected, as the event did', async () => {
    const from = bench.board.position();

    await bench.connect();

    const by = { scheme: 5, host: bench.serverName };
    const [event] = bench.board.client.heard(from).filter(({ kind }) => kind === 'mqtt-connected');
    expect(event).to.include({ ...by, reconnect: 0 });
    expect(event).to.have.property('port', (await bench.board.mqtt.state()).port);
    expect(await bench.board.mqtt.state()).to.include({
      ...by,
      reconnect: false,
      isConnected: true,
    });
    await bench.board.mqtt.clean();
  });

  it('ends with the connection when the board cleans up, and begins anew', async () => {
    await bench.connect();
    const from = bench.cloud.position();

    await bench.board.mqtt.clean();

    await bench.cloud.expect(
      { kind: 'disconnect', reason: 'CLIENT_INITIATED_DISCONNECT' },
      { from, withinMs: SOON },
    );
    expect(await bench.certificateShown()).to.equal((await bench.thing()).certificateId);
  });
});
