import { once } from 'node:events';
import { expect } from 'chai';
import { loopbackSettled } from '../../network/step-timers.ts';
import { useLinkBench } from './link-bench.ts';

describe('MQTT client: keep-alive', () => {
  const bench = useLinkBench();

  it('pings every half of it', async () => {
    await bench.connected({ keepAliveSeconds: 10 });
    const connection = await bench.broker.connection(0);

    for (let n = 0; n < 3; n += 1) {
      await bench.timers.advance(5_000);
      await connection.next('pingreq');
      await loopbackSettled();
    }

    expect(connection.packets.filter(({ cmd }) => cmd === 'pingreq')).to.have.length(3);
  });

  it('ends the connection half of it after a ping without answer', async () => {
    bench.broker.answers = { pingreq: null };
    const link = await bench.connected({ keepAliveSeconds: 10 });
    const lost = once(link, 'lost');
    const connection = await bench.broker.connection(0);

    await bench.timers.advance(5_000);
    await connection.next('pingreq');
    await bench.timers.advance(4_999);
    expect(link.isConnected).to.equal(true);
    await bench.timers.advance(1);

    await lost;
    await connection.closed();
    expect(bench.timers.pending).to.equal(0);
  });
});
