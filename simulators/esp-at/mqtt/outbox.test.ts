import { expect } from 'chai';
import { loopbackSettled } from '../../network/step-timers.ts';
import { useLinkBench } from './link-bench.ts';
import { MQTT_TIMES } from './mqtt-times.ts';

describe('MQTT client: publishing', () => {
  const bench = useLinkBench();

  it('is done when it is sent at QoS 0, and after the acknowledgement at QoS 1 and 2', async () => {
    const link = await bench.connected();
    const connection = await bench.broker.connection(0);

    for (const qos of [0, 1, 2] as const) {
      expect(await link.publish('t', Buffer.from('x'), qos, false)).to.equal('done');
      const packet = await connection.next('publish');
      expect(packet).to.deep.include({ topic: 't', qos, dup: false, retain: false });
    }
    await connection.next('pubrel');
  });

  it('waits a second with the first packet of a connection, and not with the next', async () => {
    const link = await bench.connected({ times: MQTT_TIMES });
    const connection = await bench.broker.connection(0);
    const first = link.publish('t', Buffer.from('1'), 0, false);

    await bench.timers.advance(999);
    await loopbackSettled();
    expect(connection.packets).to.have.length(1);
    await bench.timers.advance(1);
    expect(await first).to.equal('done');

    expect(await link.publish('t', Buffer.from('2'), 0, false)).to.equal('done');
  });

  it('is repeated 2 s later and then every second until 30 s, then never; its command waits for ever', async () => {
    bench.broker.answers = { publish: null };
    const link = await bench.connected();
    const connection = await bench.broker.connection(0);
    let isOver = false;
    const command = link.publish('t', Buffer.from('x'), 1, false);
    void command.then(() => {
      isOver = true;
    });
    const first = await connection.next('publish');

    for (let second = 2; second <= 30; second += 1) {
      await bench.timers.advance(second === 2 ? 2_000 : 1_000);
      const repeat = await connection.next('publish');
      expect(repeat).to.deep.include({ messageId: first.messageId, dup: true, topic: 't' });
    }
    await bench.timers.advance(29_000);
    connection.send({ cmd: 'puback', messageId: first.messageId ?? 0 });
    await bench.timers.advance(1_000);
    await connection.next('pingreq');

    expect(connection.packets.filter(({ cmd }) => cmd === 'publish')).to.have.length(30);
    expect(isOver).to.equal(false);
    expect(link.isConnected).to.equal(true);
  });

  it('ends with lost, after the event, when the server closes on it', async () => {
    bench.broker.answers = { publish: null };
    const link = await bench.connected();
    const order: string[] = [];
    link.on('lost', () => order.push('lost'));
    const command = link.publish('t/#', Buffer.from('x'), 1, false);
    const told = command.then((outcome) => order.push(`publish ${outcome}`));
    const connection = await bench.broker.connection(0);
    await connection.next('publish');

    connection.socket.destroy();
    await told;

    expect(order).to.deep.equal(['lost', 'publish lost']);
  });

  it('counts packet ids from a random one, and past the highest', async () => {
    const link = await bench.connected({ random: () => 0.99999 });
    const connection = await bench.broker.connection(0);
    const ids: (number | undefined)[] = [];

    for (let n = 0; n < 3; n += 1) {
      await link.publish('t', Buffer.from('x'), 1, false);
      ids.push((await connection.next('publish')).messageId);
    }

    expect(ids).to.deep.equal([65535, 1, 2]);
  });
});
