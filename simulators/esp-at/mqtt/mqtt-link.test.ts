import { once } from 'node:events';
import { expect } from 'chai';
import { loopbackSettled } from '../../network/step-timers.ts';
import { message, useLinkBench } from './link-bench.ts';

describe('MQTT client', () => {
  const bench = useLinkBench();

  describe('subscribing', () => {
    it('is done when it is sent at QoS 0; the packet is repeated until it is acknowledged', async () => {
      bench.broker.answers = { subscribe: null };
      const link = await bench.connected();
      const connection = await bench.broker.connection(0);

      expect(await link.subscribe('a', 0)).to.deep.equal({ granted: undefined });
      const { messageId = 0 } = await connection.next('subscribe');
      await bench.timers.advance(1_000);
      await connection.next('subscribe');
      connection.send({ cmd: 'suback', messageId, granted: [0] });
      await loopbackSettled();
      await bench.timers.advance(5_000);

      expect(connection.packets.filter(({ cmd }) => cmd === 'subscribe')).to.have.length(2);
    });

    it('counts a refusal as done, tells it, and remembers the topic', async () => {
      bench.broker.answers = {
        subscribe: ({ messageId = 0 }) => ({ cmd: 'suback', messageId, granted: [128] }),
      };
      const link = await bench.connected();

      expect(await link.subscribe('a', 1)).to.deep.equal({ granted: 128 });
      expect(link.remembered).to.deep.equal([{ topic: 'a', qos: 1 }]);
    });

    it('remembers ten topics with their first QoS, and forgets what is unsubscribed', async () => {
      const link = await bench.connected();
      for (let n = 0; n < 12; n += 1) await link.subscribe(`t${n}`, 0);
      await link.subscribe('t3', 1);
      await link.unsubscribe('t0');
      await link.unsubscribe('unknown');

      expect(link.remembered.map(({ topic }) => topic)).to.deep.equal(
        [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `t${n}`),
      );
      expect(link.remembered.find(({ topic }) => topic === 't3')?.qos).to.equal(0);
    });

    it('forgets a topic at whose QoS 1 subscription the server closes', async () => {
      bench.broker.answers = { subscribe: null };
      const link = await bench.connected();
      const command = link.subscribe('a', 1);
      const connection = await bench.broker.connection(0);
      await connection.next('subscribe');

      connection.socket.end();

      expect(await command).to.equal('lost');
      expect(link.remembered).to.deep.equal([]);
    });
  });

  describe('messages', () => {
    it('are split, and acknowledged once', async () => {
      const link = await bench.connected();
      const sizes: number[] = [];
      link.on('part', (topic, payload) => sizes.push(topic.length * 10_000 + payload.length));
      const connection = await bench.broker.connection(0);
      await connection.next('connect');

      connection.send(message('abc', Buffer.alloc(5000), 1));

      expect(await connection.next('puback')).to.include({ messageId: 77 });
      expect(sizes).to.deep.equal([31_014, 31_024, 31_024, 31_024, 30_914]);
      connection.send(message('abc', Buffer.alloc(1), 2));
      await connection.next('pubrec');
      await connection.next('pubcomp');
    });

    it('come after the answer that the server sent before them', async () => {
      bench.broker.answers = { publish: null };
      const link = await bench.connected();
      const order: string[] = [];
      link.on('part', () => order.push('message'));
      const command = link.publish('t', Buffer.from('x'), 1, false);
      const told = command.then(() => order.push('done'));
      const connection = await bench.broker.connection(0);
      const { messageId = 0 } = await connection.next('publish');

      connection.socket.cork();
      connection.send({ cmd: 'puback', messageId });
      connection.send(message('t', Buffer.from('x'), 1));
      connection.socket.uncork();
      await told;
      await connection.next('puback');

      expect(order).to.deep.equal(['done', 'message']);
    });

    it('that are none end the connection', async () => {
      const link = await bench.connected();
      const lost = once(link, 'lost');
      (await bench.broker.connection(0)).socket.write(Buffer.from('3600', 'hex'));

      await lost;
    });
  });

  describe('ending', () => {
    it('takes leave, closes, and says nothing of a loss', async () => {
      const link = await bench.connected();
      let losses = 0;
      link.on('lost', () => {
        losses += 1;
      });
      const connection = await bench.broker.connection(0);

      await link.disconnect();

      await connection.next('disconnect');
      await connection.closed();
      expect(losses).to.equal(0);
      expect(bench.timers.pending).to.equal(0);
    });

    it('of a lost link waits for the next 5 s step after the loss', async () => {
      const link = await bench.connected();
      const lost = once(link, 'lost');
      (await bench.broker.connection(0)).socket.destroy();
      await lost;
      await bench.timers.advance(6_000);
      let isOver = false;
      const clean = link.disconnect().then(() => {
        isOver = true;
      });

      await bench.timers.advance(3_999);
      expect(isOver).to.equal(false);
      await bench.timers.advance(1);

      await clean;
      expect(bench.timers.pending).to.equal(0);
    });

    it('of the network under it is told at once, and once', async () => {
      const link = await bench.connected();
      let losses = 0;
      link.on('lost', () => {
        losses += 1;
      });

      link.drop();
      expect(losses).to.equal(1);
      expect(link.isConnected).to.equal(false);
      link.drop();
      await (await bench.broker.connection(0)).closed();

      expect(losses).to.equal(1);
    });

    it('with the power lets go of everything without a word', async () => {
      bench.broker.answers = { publish: null };
      const link = await bench.connected();
      const words: string[] = [];
      link.on('lost', () => words.push('lost'));
      const command = link.publish('t', Buffer.from('x'), 1, false);
      const connection = await bench.broker.connection(0);
      await connection.next('publish');

      bench.power.abort(new Error('power off'));

      expect(await command.catch((error: Error) => error.message)).to.equal('power off');
      await connection.closed();
      expect(words).to.deep.equal([]);
      expect(bench.timers.pending).to.equal(0);
    });
  });

  it('can be damaged by a planted defect', async () => {
    const link = await bench.connected({
      seams: {
        send: (packet) => (packet.cmd === 'publish' ? [{ ...packet, retain: false }] : [packet]),
        deliver: ({ topic, payload }) => [{ topic, payload: payload.subarray(0, 1) }],
      },
    });
    const parts: string[] = [];
    link.on('part', (_, payload) => parts.push(String(payload)));
    const connection = await bench.broker.connection(0);
    await link.publish('t', Buffer.from('x'), 1, true);

    expect(await connection.next('publish')).to.include({ retain: false });
    connection.send(message('t', Buffer.from('xyz'), 1));
    await connection.next('puback');
    expect(parts).to.deep.equal(['x']);
  });

  it('can be damaged before packets are read, and by whether a message is a repeat', async () => {
    const link = await bench.connected({
      seams: {
        arrive: (piece) => Buffer.from(piece.toString('latin1').replace('lost', 'LOST'), 'latin1'),
        deliver: (part, { dup }) => (dup ? [] : [part]),
      },
    });
    const parts: string[] = [];
    link.on('part', (_, payload) => parts.push(String(payload)));
    const connection = await bench.broker.connection(0);

    for (const [payload, dup] of [
      ['again', true],
      ['lost', false],
    ] as const) {
      connection.send({
        cmd: 'publish',
        topic: 't',
        payload,
        qos: 1,
        messageId: 1,
        dup,
        retain: false,
      });
    }
    await connection.next('puback');
    await connection.next('puback');

    expect(parts).to.deep.equal(['LOST']);
  });
});
