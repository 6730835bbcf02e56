import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;

describe('A thing that a script made with AWS’s SDK', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'registry', 'policies', 'sdk'],
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('lets a board in until its certificate is revoked', async () => {
    await using script = await bench.throughSdk();
    const thing = await script.createThing();
    const { certificateId } = thing;
    await bench.prepare(bench.credentialsOf(thing));
    const from = bench.cloud.position();

    await bench.connect();
    await bench.cloud.expect(
      {
        kind: 'connect',
        clientId: bench.names.clientId,
        certificateId,
        outcome: { accepted: true },
      },
      { from, withinMs: SOON },
    );

    const heardFrom = bench.board.position();
    await script.setCertificateStatus(certificateId, 'REVOKED');
    await bench.board.mqtt.expectLoss({ from: heardFrom, withinMs: SOON });
    await bench.cloud.expect(
      { kind: 'disconnect', clientId: bench.names.clientId, reason: 'AUTH_ERROR' },
      { from, withinMs: SOON },
    );

    const refused = await failure(bench.connect());
    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      {
        kind: 'connect',
        certificateId,
        outcome: { accepted: false, cause: 'CERTIFICATE_REVOKED' },
      },
      { from, withinMs: SOON },
    );
  });

  it('lets a board in as soon as it has a policy', async () => {
    await using script = await bench.throughSdk();
    const thing = await script.createThing();
    const { certificateId, policyName } = thing;
    await script.detachPolicy(policyName, certificateId);
    await bench.prepare(bench.credentialsOf(thing));
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());
    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'connect', certificateId, outcome: { accepted: false, cause: 'NO_POLICY' } },
      { from, withinMs: SOON },
    );

    await script.attachPolicy(policyName, certificateId);
    expect(await bench.certificateShown()).to.equal(certificateId);
  });

  it('keeps a board out once the script has put it away', async () => {
    const script = await bench.throughSdk();
    const thing = await script.createThing();
    await bench.prepare(bench.credentialsOf(thing));
    await script[Symbol.asyncDispose]();
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'connect', outcome: { accepted: false, cause: 'CERTIFICATE_UNKNOWN' } },
      { from, withinMs: SOON },
    );
  });
});
