import { expect } from 'chai';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 5_000;
/** Few enough that they and the surplus come out of the UART in one piece. */
const DATA = payloadOf(64);

describe('A flash write that is longer than announced', () => {
  const bench = useBench({
    area: 'uart',
    needs: ['tls-events', 'mqtt-events'],
    board: ['sysflash'],
  });

  it('is written as announced, and what stands behind it is a command', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.raw.flash.erase('client_cert');
    const line = `AT+MQTTPUB=0,"${bench.names.topic}","the surplus",0,0`;
    const from = bench.cloud.position();

    const fate = await bench.board.raw.flash.overfillWrite('client_cert', DATA, line);

    expect(fate).to.equal('executed');
    await bench.cloud.expect(
      { kind: 'publish', topic: bench.names.topic, payload: 'the surplus' },
      { from, withinMs: SOON },
    );
    expect(await bench.board.raw.flash.read('client_cert', DATA.length)).to.deep.equal(DATA);
    await bench.board.mqtt.clean();
  });
});
