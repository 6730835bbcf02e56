import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

/** The firmware comes back 10 or 15 s after it noticed; the two ends do not notice at the same moment. */
const NO_SOONER_MS = 5_000;
const NO_LATER_MS = 20_000;
/** For the network, and for a computer that has much else to do. */
const SLACK_MS = 1_000;
const RETURN_MS = 40_000;
const LOSSES = 3;

describe('Between two connections a board', () => {
  const bench = useBench({ area: 'reconnect', bench: ['this computer'] });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('waits each time, long enough for the cloud and not too long for its user', async () => {
    const { pace } = bench.trials;
    const withinMs = bench.trials.patience(RETURN_MS);
    await bench.joinWifi();
    await using broker = await bench.trials.plainBroker();
    await bench.board.mqtt.configure({ scheme: 1, clientId: 'bench' });
    await bench.board.mqtt.connect({ ...broker, reconnect: true });
    const waits: number[] = [];

    for (const _ of Array(LOSSES).keys()) {
      const from = bench.board.position();
      const { backAfterMs } = await broker.dropped(withinMs);
      waits.push(backAfterMs);
      await bench.board.mqtt.expectReturn({ from, withinMs });
    }

    expect(Math.min(...waits)).to.be.greaterThan(NO_SOONER_MS / pace);
    expect(Math.max(...waits)).to.be.lessThan(NO_LATER_MS / pace + SLACK_MS);
  });
});
