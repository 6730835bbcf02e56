import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('A board with several identities for its links', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events', 'server-identity'] });
  const ids: string[] = [];

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    const things = [await bench.createThing(), await bench.createThing()];
    ids.push(...things.map(({ certificateId }) => certificateId));
    await bench.trials.writeClientSets(things);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  it('shows on each link the one that it was told, beside that of MQTT', async () => {
    const { certificateId } = await bench.thing();

    const shown = [
      await bench.trials.certificateOfLink(0),
      await bench.trials.certificateOfLink(1),
      await bench.trials.certificateOfLink(0),
    ];
    const shownByMqtt = await bench.certificateShown();

    const [first, second] = ids;
    expect(shown).to.deep.equal([first, second, first]);
    expect(shownByMqtt).to.equal(certificateId);
  });

  it('refuses a stranger on each link that verifies its server, and on no other', async () => {
    await using _server = await bench.strangeServer();
    const from = bench.cloud.position();

    const opened = [
      await bench.trials.opensLink(0, { isVerified: false }),
      await bench.trials.opensLink(0, { isVerified: true }),
      await bench.trials.opensLink(1, { isVerified: true }),
      await bench.trials.opensLink(1, { isVerified: false }),
    ];

    expect(opened).to.deep.equal([true, false, false, true]);
    const ends = bench.cloud.seen(from).filter(({ kind }) => kind.startsWith('tls-'));
    expect(ends.map(({ kind }) => kind)).to.have.members([
      'tls-accepted',
      'tls-refused',
      'tls-refused',
      'tls-accepted',
    ]);
  });
});
