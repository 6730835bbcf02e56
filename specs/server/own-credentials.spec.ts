import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;

describe('Credentials in other forms than AWS hands them out', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events', 'registry'] });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('may have the certificate of their issuer behind them, which the board shows as well', async () => {
    const credentials = await bench.curveDevice();
    const { certificateId } = await bench.createThing({ credentials });
    const withIssuer = await bench.withIssuer(credentials);
    await bench.prepare(withIssuer, { inSpiteOf: ['SEVERAL_CERTIFICATES'] });
    const from = bench.cloud.position();

    await bench.connect();

    const { peer } = await bench.cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
    expect(peer).to.include({ certificateId });
    expect(peer?.behind).to.have.lengthOf(1);
  });

  it('may have their key in PKCS#8', async () => {
    const thing = await bench.thing();

    await bench.prepare(bench.inPkcs8(bench.credentialsOf(thing)));

    expect(await bench.certificateShown()).to.equal(thing.certificateId);
  });
});
