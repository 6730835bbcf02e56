import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 5_000;

describe('A second device with the same client id', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  it('takes the connection over, and the board notices', async () => {
    const thing = await bench.thing();
    await bench.prepare(bench.credentialsOf(thing));
    await bench.connect();
    const from = bench.cloud.position();
    const heardFrom = bench.board.position();

    await using _second = await bench.trials.connectFromHost(thing, bench.names.clientId);

    await bench.cloud.expect(
      { kind: 'disconnect', clientId: bench.names.clientId, reason: 'DUPLICATE_CLIENTID' },
      { from, withinMs: SOON },
    );
    await bench.board.mqtt.expectLoss({ from: heardFrom, withinMs: SOON });
    expect(await bench.board.mqtt.state()).to.include({ isConnected: false, state: 'lost' });
    // Before the clean-up, which may tell a loss of its own on other releases.
    const losses = bench.board.client
      .heard(heardFrom)
      .filter(({ kind }) => kind === 'mqtt-disconnected');
    expect(losses).to.have.lengthOf(1);
    await bench.board.mqtt.clean();
  });
});
