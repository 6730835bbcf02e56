import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A certificate in client_cert instead of mqtt_cert', () => {
  const bench = useBench({ area: 'flash', needs: ['tls-events', 'mqtt-events'] });

  it('is never used: the board does not even call the cloud', async () => {
    const credentials = bench.credentialsOf(await bench.thing());
    await bench.board.mqtt.clean();
    await bench.board.eraseCredentials();
    await bench.prepare(credentials, { places: { mqtt_cert: 'client_cert' } });
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    expect(bench.cloud.seen(from)).to.deep.equal([]);
    await bench.board.mqtt.clean();
  });
});
