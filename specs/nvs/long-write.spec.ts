import { expect } from 'chai';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 5_000;
/** Few enough that they and the surplus come out of the UART in one piece. */
const DATA = payloadOf(64);
/** Where nothing else keeps anything. */
const PLACE = 'lab';
const PUBLISH = 'AT+MQTTPUB=0,"sdk/test/java","the surplus",0,0';

describe('A value for the NVS that is longer than announced', () => {
  const bench = useBench({ area: 'uart', needs: ['tls-events', 'mqtt-events'], board: ['sysmfg'] });

  afterEach('leave nothing behind', () => bench.board.raw.nvs.erase(PLACE));

  it('is written as announced, and what stands behind it is answered busy and dropped', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    const from = bench.cloud.position();

    const fate = await bench.board.raw.nvs.overfillWrite(PLACE, DATA, PUBLISH);
    await bench.board.mqtt.clean();

    expect(fate).to.equal('busy');
    await bench.cloud.expect({ kind: 'disconnect' }, { from, withinMs: SOON });
    expect(bench.cloud.seen(from).map(({ kind }) => kind)).to.deep.equal(['disconnect']);
    expect(await bench.board.raw.nvs.read(PLACE, DATA.length)).to.deep.equal(DATA);
  });
});
