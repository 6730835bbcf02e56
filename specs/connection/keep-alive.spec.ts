import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const CLIENT = 'sdk-java';
/** The shortest of which a ping can be told from another; it goes out within it, whatever the pace. */
const KEEP_ALIVE_SECONDS = 2;
const PING_MS = 5_000;
/** It goes out after half of it. */
const LEAST_WAIT_MS = 500;
/** The firmware waits for up to 15 s. */
const RETURN_MS = 40_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('The keep-alive of a board', () => {
  const bench = useBench({
    area: 'mqtt',
    needs: ['tls-events', 'mqtt-events', 'packet-faults'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('is kept by pings, and ends where one is not answered', async () => {
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();
    await using _silence = await bench.cloud.interfere({
      packet: 'pingresp',
      from: 2,
      does: 'drop',
    });

    await bench.connect({ keepAliveSeconds: KEEP_ALIVE_SECONDS });

    await bench.board.mqtt.expectLoss({ from: heardFrom, withinMs: 2 * PING_MS });
    const pings = bench.cloud.seen(from).filter(({ kind }) => kind === 'ping');
    expect(pings).to.have.lengthOf(2);
    expect(bench.readings.shortestWaitBetween(pings)).to.be.greaterThan(LEAST_WAIT_MS);
    expect(await bench.board.mqtt.state()).to.include({ isConnected: false, state: 'lost' });
  });
});

describe('The keep-alive of a board that came back', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events', 'packet-faults'],
  });

  it('from a cloud that fell silent is kept by pings as before', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await using _silence = await bench.cloud.interfere({
      packet: 'pingresp',
      from: 1,
      to: 1,
      does: 'drop',
    });
    await bench.connect({ reconnect: true, keepAliveSeconds: KEEP_ALIVE_SECONDS });
    const heardFrom = bench.board.position();
    await bench.board.mqtt.expectReturn({
      from: heardFrom,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    const from = bench.cloud.position();

    await bench.cloud.expect({ kind: 'ping', clientId: CLIENT }, { from, withinMs: PING_MS });

    await bench.board.mqtt.clean();
  });
});
