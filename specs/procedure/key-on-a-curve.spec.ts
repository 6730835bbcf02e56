import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;

describe('A board whose key is on a curve', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events', 'registry'] });

  it('takes its credentials, and connects with them', async () => {
    const credentials = await bench.curveDevice();
    const { certificateId } = await bench.createThing({ credentials });
    await bench.prepare(credentials);
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-accepted', peer: { certificateId } },
      { from, withinMs: SOON },
    );
    await bench.cloud.expect(
      { kind: 'connect', certificateId, outcome: { accepted: true } },
      { from, withinMs: SOON },
    );
    await bench.board.mqtt.clean();
  });
});
