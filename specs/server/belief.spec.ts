import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
/** What must not be believed, though the root that the board trusts has to do with it. */
const FALSE = [
  'issued-by-leaf',
  'issued-by-namesake',
  'issued-by-expired',
  'short-key',
  'broken-hash',
] as const;
const TRUE = ['long-key', 'until-2060'] as const;

describe('A board that looks closely at its server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  for (const personality of FALSE) {
    it(`refuses one that is ${personality}`, async () => {
      await using _server = await bench.cloud.serveAs(personality);
      const from = bench.cloud.position();

      const refused = await failure(bench.connect());

      expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
      await bench.cloud.expect(
        { kind: 'tls-refused', by: 'device', personality },
        { from, withinMs: SOON },
      );
    });
  }

  for (const personality of TRUE) {
    it(`connects to one that is ${personality}`, async () => {
      await using _server = await bench.cloud.serveAs(personality);
      const from = bench.cloud.position();

      await bench.connect();

      await bench.cloud.expect({ kind: 'tls-accepted', personality }, { from, withinMs: SOON });
    });
  }
});
