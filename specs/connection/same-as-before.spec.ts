import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const CLIENT = 'sdk-java';
const SOON = 10_000;
/** The firmware waits for up to 15 s, and again after an attempt that failed. */
const RETURN_MS = 40_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
/** As many as the board remembers with one that is cancelled: each with a topic that it is for. */
const FILTERS = [
  ['lab/one', 'lab/one'],
  ['lab/two', 'lab/two'],
  ['lab/three', 'lab/three'],
  ['lab/four', 'lab/four'],
  ['lab/five', 'lab/five'],
  ['lab/any/+', 'lab/any/name'],
  ['lab/+/deep', 'lab/six/deep'],
  ['lab/all/#', 'lab/all/far/below'],
  ['lab/'.padEnd(120, 'l'), 'lab/'.padEnd(120, 'l')],
] as const;

describe('A board with many topics that comes back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['mqtt-events', 'device-disconnect', 'policies'],
  });

  before('prepare a thing that may use any topic', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.freeThing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('has them all again, once, and none that was cancelled', async () => {
    await bench.connect({ reconnect: true });
    await bench.board.mqtt.subscribe('lab/cancelled', 1);
    for (const [filter] of FILTERS) await bench.board.mqtt.subscribe(filter, 1);
    await bench.board.mqtt.unsubscribe('lab/cancelled');
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectReturn({ from, withinMs: bench.trials.patience(RETURN_MS) });

    const filters = FILTERS.map(([filter]) => filter);
    for (const filter of filters) {
      await bench.cloud.expect(
        { kind: 'subscribe', answer: 'suback', filters: [{ filter }] },
        { from: seenFrom, withinMs: SOON },
      );
    }
    const topics = FILTERS.map(([, topic]) => topic);
    for (const topic of ['lab/cancelled', ...topics]) {
      await bench.cloud.publish(topic, 'welcome back', { qos: 1 });
    }
    for (const topic of topics) {
      await bench.cloud.expect({ kind: 'puback', topic }, { from: seenFrom, withinMs: SOON });
      await bench.board.mqtt.expectMessage(
        { topic, payload: 'welcome back' },
        { from, withinMs: SOON },
      );
    }
    expect(bench.readings.messagesHeard(from).map(([topic]) => topic)).to.deep.equal(topics);
    expect(bench.readings.filtersAsked(bench.cloud.seen(seenFrom))).to.have.members(filters);
    expect(await bench.board.mqtt.state()).to.include({ state: 'connected with topics' });
  });

  it('has those of its last connection, and publishes as it is told', async () => {
    await bench.connect({ reconnect: true });
    for (const topic of ['lab/old', 'lab/other']) await bench.board.mqtt.subscribe(topic, 1);
    const comeBack = async (): Promise<void> => {
      const from = bench.board.position();
      await bench.cloud.disconnect(CLIENT);
      await bench.board.mqtt.expectReturn({ from, withinMs: bench.trials.patience(RETURN_MS) });
    };
    await comeBack();
    await bench.board.mqtt.unsubscribe('lab/old');
    await bench.board.mqtt.subscribe('lab/new', 1);
    const from = bench.cloud.position();

    await comeBack();
    await bench.board.mqtt.publish('lab/kept', '', { qos: 1, retain: true });

    await bench.cloud.expect(
      { kind: 'publish', topic: 'lab/kept', qos: 1, retain: true },
      { from, withinMs: SOON },
    );
    const asked = bench.readings.filtersAsked(bench.cloud.seen(from));
    expect(asked).to.have.members(['lab/other', 'lab/new']);
  });
});

describe('A board that was told names for TLS and comes back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events', 'device-disconnect'],
    board: ['alpn'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('offers the same protocols', async () => {
    await bench.connect({ reconnect: true, protocols: ['x-amzn-mqtt-ca'] });
    const from = bench.cloud.position();

    await bench.cloud.disconnect(CLIENT);

    await bench.cloud.expect(
      { kind: 'tls-accepted', alpn: 'x-amzn-mqtt-ca' },
      { from, withinMs: bench.trials.patience(RETURN_MS) },
    );
  });
});

describe('A board that was told the name of the server and comes back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events', 'device-disconnect'],
    board: ['sni'],
  });

  it('sends it again', async () => {
    const { serverName } = bench;
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect({ reconnect: true, serverName });
    const from = bench.cloud.position();

    await bench.cloud.disconnect(CLIENT);

    await bench.cloud.expect(
      { kind: 'tls-accepted', sni: serverName },
      { from, withinMs: bench.trials.patience(RETURN_MS) },
    );
    await bench.board.mqtt.clean();
  });
});

describe('A board whose server is another when it comes back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events', 'device-disconnect', 'server-personalities'],
  });

  it('does not believe it, and tries again until it is right', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect({ reconnect: true });
    await using _server = await bench.cloud.serveAs(['expired', 'right']);
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectReturn({
      from: heardFrom,
      withinMs: bench.trials.patience(2 * RETURN_MS),
    });

    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', personality: 'expired' },
      { from, withinMs: SOON },
    );
    await bench.board.mqtt.clean();
  });
});
