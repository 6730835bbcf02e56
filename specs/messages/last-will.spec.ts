import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A will is told as soon as the connection has gone. */
const A_MOMENT = 500;
const HEIR = 'basicPubSub';
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const WILL = { topic: 'sdk/test/Python', message: 'the board, "it" is gone', qos: 1 } as const;

describe('The last will of a board', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  beforeEach('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('take leave', () => bench.board.mqtt.clean());

  it('is told by the cloud when the board restarts without a word', async () => {
    const { topic, message: text, qos } = WILL;
    await bench.connect({ will: WILL });
    await using heir = await bench.trials.listenFromHost(await bench.thing(), HEIR, topic);

    await bench.board.restart();

    expect(await heir.message(SOON)).to.deep.equal({ text, qos });
  });

  it('is not told when the board takes leave', async () => {
    await bench.connect({ will: WILL });
    await using heir = await bench.trials.listenFromHost(await bench.thing(), HEIR, WILL.topic);
    const from = bench.cloud.position();

    await bench.board.mqtt.clean();

    const { reason } = await bench.cloud.expect({ kind: 'disconnect' }, { from, withinMs: SOON });
    expect(reason).to.equal('CLIENT_INITIATED_DISCONNECT');
    expect(await heir.message(A_MOMENT)).to.equal(null);
  });
});
