import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const CLIENT = 'sdk-java';
const SOON = 10_000;
/** The firmware waits for up to 15 s, and again after an attempt that failed. */
const RETURN_MS = 40_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const TOPICS = ['one', 'two', 'three', 'four', 'five'].map((name) => `lab/${name}`);

describe('A board with many topics that comes back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['mqtt-events', 'device-disconnect', 'policies'],
  });

  it('has them all again, and none that was cancelled', async () => {
    await bench.prepare(bench.credentialsOf(await bench.freeThing()));
    await bench.connect({ reconnect: true });
    for (const topic of [...TOPICS, 'lab/cancelled']) await bench.board.mqtt.subscribe(topic, 1);
    await bench.board.mqtt.unsubscribe('lab/cancelled');
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectReturn({ from, withinMs: bench.trials.patience(RETURN_MS) });

    for (const filter of TOPICS) {
      await bench.cloud.expect(
        { kind: 'subscribe', answer: 'suback', filters: [{ filter }] },
        { from: seenFrom, withinMs: SOON },
      );
    }

    for (const topic of ['lab/cancelled', ...TOPICS]) {
      await bench.cloud.publish(topic, 'welcome back', { qos: 1 });
    }
    for (const topic of TOPICS) {
      await bench.board.mqtt.expectMessage(
        { topic, payload: 'welcome back' },
        { from, withinMs: SOON },
      );
    }
    const heard = bench.readings.messagesHeard(from).map(([topic]) => topic);
    expect(heard).not.to.include('lab/cancelled');
    expect(await bench.board.mqtt.state()).to.include({ state: 'connected with topics' });
    await bench.board.mqtt.clean();
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
