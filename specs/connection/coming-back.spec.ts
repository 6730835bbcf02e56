import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const CLIENT = 'sdk-java';
const TOPICS = [
  { topic: 'sdk/test/java', qos: 1 },
  { topic: 'sdk/test/Python', qos: 0 },
] as const;
const SOON = 5_000;
/** The firmware waits for up to 15 s, and again after an attempt that failed. */
const RETURN_MS = 40_000;
/** It never comes back before twice this; the two ends do not see the end of a connection at the same moment. */
const NO_SOONER_MS = 5_000;
/** Longer than it ever waits, with time for a handshake on a computer that has much else to do. */
const STAYS_AWAY_MS = 30_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const WILL = { topic: 'sdk/test/Python', message: 'gone', qos: 1, retain: false } as const;

describe('A board that is to come back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events', 'device-disconnect', 'packet-faults'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  /** Ends the connection, and waits until the board says that it is connected again. */
  const comeBack = async (): Promise<void> => {
    const from = bench.board.position();
    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectLoss({ from });
    await bench.board.mqtt.expectReturn({ from, withinMs: bench.trials.patience(RETURN_MS) });
  };

  it('does so each time, as the same client, with the same will and keep-alive', async () => {
    await bench.connect({ reconnect: true, keepAliveSeconds: 55, will: WILL });
    const from = bench.cloud.position();

    await comeBack();
    await comeBack();
    await comeBack();

    const connects = bench.cloud.seen(from).filter((event) => event.kind === 'connect');
    expect(connects.map(({ clientId, keepAlive }) => [clientId, keepAlive.asked])).to.deep.equal([
      [CLIENT, 55],
      [CLIENT, 55],
      [CLIENT, 55],
    ]);
    for (const { will } of connects) {
      expect(will).to.deep.equal({ topic: WILL.topic, qos: 1, retain: false, bytes: 4 });
    }
    expect(await bench.board.mqtt.state()).to.include({ isConnected: true });
  });

  it('subscribes to all its topics again, at the same QoS, and receives on each', async () => {
    await bench.connect({ reconnect: true });
    for (const { topic, qos } of TOPICS) await bench.board.mqtt.subscribe(topic, qos);
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await comeBack();

    for (const { topic, qos } of TOPICS) {
      const { filters } = await bench.cloud.expect(
        { kind: 'subscribe', filters: [{ filter: topic }] },
        { from, withinMs: SOON },
      );
      expect(filters).to.have.lengthOf(1);
      expect(filters[0]).to.include({ filter: topic, qos });
    }
    for (const { topic } of TOPICS) {
      await bench.cloud.publish(topic, 'welcome back', { qos: 1 });
      await bench.board.mqtt.expectMessage(
        { topic, payload: 'welcome back' },
        { from: heardFrom, withinMs: SOON },
      );
    }
    expect(await bench.board.mqtt.topics()).to.deep.equal(TOPICS);
  });

  it('publishes as before', async () => {
    await bench.connect({ reconnect: true });
    await comeBack();
    const from = bench.cloud.position();

    await bench.board.mqtt.publish('sdk/test/Python', 'here again', { qos: 1 });

    await bench.cloud.expect(
      { kind: 'publish', clientId: CLIENT, payload: 'here again' },
      { from, withinMs: SOON },
    );
  });

  it('waits before it does', async () => {
    await bench.connect({ reconnect: true });
    const heardFrom = bench.board.position();
    const from = bench.cloud.position();

    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectLoss({ from: heardFrom });
    await bench.trials.listen(NO_SOONER_MS);

    expect(bench.cloud.seen(from).map(({ kind }) => kind)).to.deep.equal(['disconnect']);
    expect(await bench.board.mqtt.state()).to.include({ isConnected: false, state: 'lost' });
  });

  it('tries on when it is turned away, and waits each time', async () => {
    await bench.connect({ reconnect: true });
    const heardFrom = bench.board.position();
    const from = bench.cloud.position();
    await using _refusals = await bench.cloud.interfere({
      packet: 'connack',
      from: 1,
      to: 4,
      does: 'close',
    });

    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectReturn({
      from: heardFrom,
      withinMs: bench.trials.patience(3 * RETURN_MS),
    });

    const calls = bench.cloud.seen(from).filter(({ kind }) => kind === 'tls-accepted');
    expect(calls).to.have.lengthOf(5);
    expect(bench.readings.shortestWaitBetween(calls)).to.be.greaterThan(
      NO_SOONER_MS / bench.trials.pace,
    );
  });

  it('keeps its session, and gets what came meanwhile', async () => {
    const [{ topic }] = TOPICS;
    await bench.connect({ reconnect: true, keepSession: true });
    await bench.board.mqtt.subscribe(topic, 1);
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectLoss({ from: heardFrom });
    await bench.cloud.publish(topic, 'meanwhile', { qos: 1 });

    await bench.board.mqtt.expectMessage(
      { topic, payload: 'meanwhile' },
      { from: heardFrom, withinMs: bench.trials.patience(RETURN_MS) },
    );
    await bench.cloud.expect(
      { kind: 'connect', cleanSession: false, outcome: { accepted: true, sessionPresent: true } },
      { from, withinMs: SOON },
    );
  });

  it('does not when it was cleaned meanwhile', async () => {
    await bench.connect({ reconnect: true });
    const heardFrom = bench.board.position();
    await bench.cloud.disconnect(CLIENT);
    await bench.board.mqtt.expectLoss({ from: heardFrom });
    const from = bench.cloud.position();

    await bench.board.mqtt.clean();
    await bench.trials.listen(STAYS_AWAY_MS);

    expect(bench.cloud.seen(from)).to.deep.equal([]);
    expect(await bench.board.mqtt.state()).to.include({ state: 'not configured' });
  });

  it('does so when it has been off the Wi-Fi', async () => {
    await bench.connect({ reconnect: true });
    await bench.board.mqtt.subscribe(TOPICS[0].topic, 1);
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await bench.board.leaveWifi();
    await bench.board.mqtt.expectLoss({ from: heardFrom });
    await bench.joinWifi();
    await bench.board.mqtt.expectReturn({
      from: heardFrom,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    await bench.cloud.expect({ kind: 'subscribe', answer: 'suback' }, { from, withinMs: SOON });

    await bench.cloud.publish(TOPICS[0].topic, 'on the air', { qos: 1 });
    await bench.board.mqtt.expectMessage(
      { topic: TOPICS[0].topic, payload: 'on the air' },
      { from: heardFrom, withinMs: SOON },
    );
  });

  it('says how it is on the way', async () => {
    await bench.connect({ reconnect: true });
    const from = bench.board.position();

    await comeBack();

    const said = bench.board.client.heard(from).filter(({ kind }) => kind.startsWith('mqtt-'));
    expect(said.map(({ kind }) => kind)).to.deep.equal(['mqtt-disconnected', 'mqtt-connected']);
    expect(said[1]).to.include({ host: bench.serverName, reconnect: 1, scheme: 5 });
  });
});

describe('A board that is to come back when its access point does', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events'],
    bench: ['changing surroundings'],
    board: ['reconnect configuration'],
  });

  it('connects to the cloud again, and to its topics', async () => {
    const [{ topic }] = TOPICS;
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect({ reconnect: true });
    await bench.board.mqtt.subscribe(topic, 1);
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    const off = await bench.around.withoutAccessPoint();
    await bench.board.mqtt.expectLoss({ from: heardFrom });
    await off[Symbol.asyncDispose]();

    await bench.board.mqtt.expectReturn({
      from: heardFrom,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    await bench.cloud.expect({ kind: 'subscribe', answer: 'suback' }, { from, withinMs: SOON });
    await bench.cloud.publish(topic, 'on the air', { qos: 1 });
    await bench.board.mqtt.expectMessage(
      { topic, payload: 'on the air' },
      { from: heardFrom, withinMs: SOON },
    );
    await bench.board.mqtt.clean();
  });
});
