import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A command during a join', () => {
  const bench = useBench({ area: 'shell', needs: ['mqtt-events'] });

  it('is answered busy and not obeyed, and the join goes on', async () => {
    const thing = await bench.thing();
    await bench.prepare(bench.credentialsOf(thing));

    const wasBusy = await bench.trials.joinWifiTalking(
      () => bench.board.client.interject(commands.timestamp.set, { seconds: 0 }),
      () =>
        bench.board.client.do(commands.timestamp.set, {
          seconds: Math.floor(Date.now() / 1000),
        }),
    );

    expect(wasBusy).to.equal(true);
    const { local } = await bench.board.clock();
    expect(local?.getUTCFullYear()).to.be.greaterThan(1970);
    expect(await bench.certificateShown()).to.equal(thing.certificateId);
  });
});
