import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;

describe('A board refuses the server', () => {
  const bench = useBench({ area: 'tls', needs: ['device-alerts', 'server-identity'] });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('when another root is in its flash', async () => {
    await bench.prepare(await bench.flawedDevice('otherRoot'));
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'UNKNOWN_CA' },
      { from, withinMs: SOON },
    );
  });

  it('when the server shows a certificate of another authority', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await using _server = await bench.strangeServer();
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'UNKNOWN_CA' },
      { from, withinMs: SOON },
    );
  });

  for (const flaw of ['for clients', 'for signing certificates'] as const) {
    it(`when the server shows a certificate that is ${flaw} alone`, async () => {
      await bench.prepare(bench.credentialsOf(await bench.thing()));
      await using _server = await bench.misusedServer(flaw);
      const from = bench.cloud.position();

      const refused = await failure(bench.connect());

      expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
      await bench.cloud.expect(
        { kind: 'tls-refused', by: 'device', code: 'UNSUPPORTED_CERTIFICATE' },
        { from, withinMs: SOON },
      );
    });
  }

  it('when its clock was never set', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.forgetTime();
    await bench.joinWifi();
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    const { local } = await bench.board.clock();
    expect(local?.getUTCFullYear()).to.equal(1970);
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'CERTIFICATE_UNKNOWN' },
      { from, withinMs: SOON },
    );
  });
});
