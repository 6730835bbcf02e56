import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A root under mqtt_ca.0 instead of mqtt_ca', () => {
  const bench = useBench({ area: 'nvs', needs: ['tls-events', 'mqtt-events'], board: ['sysmfg'] });

  it('is never used: the board does not even call the cloud', async () => {
    const credentials = bench.credentialsOf(await bench.thing());
    await bench.board.mqtt.clean();
    await bench.board.eraseCredentials();
    await bench.prepare(credentials, { places: { mqtt_ca: 'mqtt_ca.0' } });
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    expect(bench.cloud.seen(from)).to.deep.equal([]);
    await bench.board.mqtt.clean();
  });
});
