import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;

describe('The cloud refuses a board', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events', 'registry'] });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('that shows no client certificate', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    const from = bench.cloud.position();

    const refused = await failure(bench.connect({ scheme: 3 }));

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect({ kind: 'tls-accepted', peer: null }, { from, withinMs: SOON });
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: false, cause: 'CERTIFICATE_MISSING' } },
      { from, withinMs: SOON },
    );
  });

  it('whose certificate is of another authority', async () => {
    await bench.prepare(await bench.flawedDevice('otherAuthority'));
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: false, cause: 'CERTIFICATE_UNKNOWN' } },
      { from, withinMs: SOON },
    );
  });

  it('whose certificate has expired', async () => {
    const credentials = await bench.flawedDevice('expired');
    await bench.createThing({ credentials });
    await bench.prepare(credentials, { inSpiteOf: ['CERTIFICATE_EXPIRED'] });
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: false, cause: 'CERTIFICATE_EXPIRED' } },
      { from, withinMs: SOON },
    );
  });

  it('whose certificate was revoked', async () => {
    const thing = await bench.createThing({ status: 'REVOKED' });
    await bench.prepare(bench.credentialsOf(thing));
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    const { certificateId } = thing;
    await bench.cloud.expect(
      {
        kind: 'connect',
        certificateId,
        outcome: { accepted: false, cause: 'CERTIFICATE_REVOKED' },
      },
      { from, withinMs: SOON },
    );
  });

  it('whose key is that of another certificate', async () => {
    const credentials = await bench.flawedDevice('otherKey');
    await bench.prepare(credentials, { inSpiteOf: ['KEY_MISMATCH'] });
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'cloud', code: 'DECRYPT_ERROR' },
      { from, withinMs: SOON },
    );
  });
});
