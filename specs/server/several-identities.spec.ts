import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A board with several identities for its links', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events'] });

  it('shows on each link the one that it was told, beside that of MQTT', async () => {
    const things = [await bench.createThing(), await bench.createThing()];
    const { certificateId } = await bench.thing();
    await bench.trials.writeClientSets(things);
    await bench.prepare(bench.credentialsOf(await bench.thing()));

    const shown = [
      await bench.trials.certificateOfLink(0),
      await bench.trials.certificateOfLink(1),
      await bench.trials.certificateOfLink(0),
    ];
    const shownByMqtt = await bench.certificateShown();

    const [first, second] = things.map((thing) => thing.certificateId);
    expect(shown).to.deep.equal([first, second, first]);
    expect(shownByMqtt).to.equal(certificateId);
  });
});
