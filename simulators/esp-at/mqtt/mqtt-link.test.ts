import { once } from 'node:events';
import { expect } from 'chai';
import type { Packet } from 'mqtt-packet';
import { Network } from '../../network/network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { MBEDTLS_3 } from '../tls/profile.ts';
import { connectMqtt } from './connect-mqtt.ts';
import type { MqttLink } from './mqtt-link.ts';
import type { MqttOptions } from './mqtt-options.ts';
import { MQTT_TIMES } from './mqtt-times.ts';
import { ScriptedBroker } from './scripted-broker.ts';

describe('MQTT link of the modem', () => {
  let timers: StepTimers;
  let power: AbortController;
  let broker: ScriptedBroker;

  beforeEach(async () => {
    timers = new StepTimers();
    power = new AbortController();
    broker = await ScriptedBroker.start();
  });

  afterEach(async () => {
    power.abort();
    await broker[Symbol.asyncDispose]();
  });

  const options = (changes: Partial<MqttOptions> = {}): MqttOptions => ({
    network: () => new Network(DEFAULT_WORLD),
    scheme: 1,
    host: '127.0.0.1',
    port: broker.port,
    clientId: 'board',
    username: '',
    password: '',
    keepAliveSeconds: 0,
    isSessionClean: true,
    reconnects: false,
    credentials: () => ({}),
    tls: MBEDTLS_3,
    now: () => new Date(),
    timers,
    times: { ...MQTT_TIMES, firstPacketMs: 0 },
    random: () => 0.25,
    signal: power.signal,
    ...changes,
  });

  const connected = async (changes: Partial<MqttOptions> = {}): Promise<MqttLink> => {
    const outcome = await connectMqtt(options(changes));
    if ('failure' in outcome) throw new Error(outcome.failure.text);
    return outcome.link;
  };

  describe('connecting', () => {
    it('leaves out empty names, and takes 120 s for no keep-alive', async () => {
      await connected();

      const packet = await (await broker.connection(0)).next('connect');
      expect(packet).to.deep.include({
        protocolVersion: 4,
        clientId: 'board',
        clean: true,
        keepalive: 120,
      });
      expect(packet).to.not.have.any.keys('username', 'password', 'will');
    });

    it('sends names, password and will', async () => {
      await connected({
        username: 'me',
        password: 'secret',
        keepAliveSeconds: 30,
        isSessionClean: false,
        will: { topic: 'w', message: 'gone', qos: 1, retain: true },
      });

      const packet = await (await broker.connection(0)).next('connect');
      expect(packet).to.deep.include({ username: 'me', keepalive: 30, clean: false });
      expect(String(packet.password)).to.equal('secret');
      expect(packet.will).to.deep.include({ topic: 'w', qos: 1, retain: true });
      expect(String(packet.will?.payload)).to.equal('gone');
    });

    it('fails at once when the server refuses', async () => {
      broker.answers = {
        connect: () => ({ cmd: 'connack', returnCode: 5, sessionPresent: false }),
      };

      const outcome = await connectMqtt(options());

      expect(outcome).to.have.property('failure').that.includes({ stage: 'mqtt', connack: 5 });
      await (await broker.connection(0)).closed();
      expect(timers.pending).to.equal(0);
    });

    it('fails when the server closes in the place of a CONNACK', async () => {
      broker.answers = { connect: null };
      const attempt = connectMqtt(options());
      const connection = await broker.connection(0);
      await connection.next('connect');
      connection.socket.end();

      expect(await attempt)
        .to.have.property('failure')
        .that.includes({ stage: 'mqtt' });
    });

    it('waits 10 s for a CONNACK', async () => {
      broker.answers = { connect: null };
      const attempt = connectMqtt(options());
      const connection = await broker.connection(0);
      await connection.next('connect');

      await timers.advance(9_999);
      expect(connection.socket.destroyed).to.equal(false);
      await timers.advance(1);

      expect(await attempt)
        .to.have.property('failure')
        .that.includes({ stage: 'mqtt' });
      await connection.closed();
    });

    for (const [what, changes, afterMs, stage] of [
      ['a port that refuses', { port: 0 }, 0, 'tcp-refused'],
      ['a board without network', { network: () => undefined }, 0, 'network'],
      ['a host that does not answer', { host: '10.0.2.77' }, 10_000, 'tcp-timeout'],
      ['a name that nobody knows', { host: 'no.such.test' }, 14_000, 'dns'],
      ['a scheme that is not simulated', { scheme: 7 }, 0, 'unsupported'],
    ] as const) {
      it(`fails after ${afterMs / 1000} s with ${what}`, async () => {
        let isOver = false;
        const attempt = connectMqtt(options(changes)).finally(() => {
          isOver = true;
        });

        if (afterMs > 0) {
          await timers.advance(afterMs - 1);
          expect(isOver).to.equal(false);
          await timers.advance(1);
        }

        expect(await attempt)
          .to.have.property('failure')
          .that.includes({ stage });
        expect(timers.pending).to.equal(0);
      });
    }
  });

  describe('keep-alive', () => {
    it('pings every half of it', async () => {
      await connected({ keepAliveSeconds: 10 });
      const connection = await broker.connection(0);

      for (let n = 0; n < 3; n += 1) {
        await timers.advance(5_000);
        await connection.next('pingreq');
        await settled();
      }

      expect(connection.packets.filter(({ cmd }) => cmd === 'pingreq')).to.have.length(3);
    });

    it('ends the connection half of it after a ping without answer', async () => {
      broker.answers = { pingreq: null };
      const link = await connected({ keepAliveSeconds: 10 });
      const lost = once(link, 'lost');
      const connection = await broker.connection(0);

      await timers.advance(5_000);
      await connection.next('pingreq');
      await timers.advance(4_999);
      expect(link.isConnected).to.equal(true);
      await timers.advance(1);

      await lost;
      await connection.closed();
      expect(timers.pending).to.equal(0);
    });
  });

  describe('publishing', () => {
    it('is done when it is sent at QoS 0, and after the acknowledgement at QoS 1 and 2', async () => {
      const link = await connected();
      const connection = await broker.connection(0);

      for (const qos of [0, 1, 2] as const) {
        expect(await link.publish('t', Buffer.from('x'), qos, false)).to.equal('done');
        const packet = await connection.next('publish');
        expect(packet).to.deep.include({ topic: 't', qos, dup: false, retain: false });
      }
      await connection.next('pubrel');
    });

    it('waits a second with the first packet of a connection, and not with the next', async () => {
      const link = await connected({ times: MQTT_TIMES });
      const connection = await broker.connection(0);
      const first = link.publish('t', Buffer.from('1'), 0, false);

      await timers.advance(999);
      await settled();
      expect(connection.packets).to.have.length(1);
      await timers.advance(1);
      expect(await first).to.equal('done');

      expect(await link.publish('t', Buffer.from('2'), 0, false)).to.equal('done');
    });

    it('is repeated 2 s later and then every second until 30 s, then never; its command waits for ever', async () => {
      broker.answers = { publish: null };
      const link = await connected();
      const connection = await broker.connection(0);
      let isOver = false;
      const command = link.publish('t', Buffer.from('x'), 1, false);
      void command.then(() => {
        isOver = true;
      });
      const first = await connection.next('publish');

      for (let second = 2; second <= 30; second += 1) {
        await timers.advance(second === 2 ? 2_000 : 1_000);
        const repeat = await connection.next('publish');
        expect(repeat).to.deep.include({ messageId: first.messageId, dup: true, topic: 't' });
      }
      await timers.advance(29_000);
      connection.send({ cmd: 'puback', messageId: first.messageId ?? 0 });
      await timers.advance(1_000);
      await connection.next('pingreq');

      expect(connection.packets.filter(({ cmd }) => cmd === 'publish')).to.have.length(30);
      expect(isOver).to.equal(false);
      expect(link.isConnected).to.equal(true);
    });

    it('ends with lost, after the event, when the server closes on it', async () => {
      broker.answers = { publish: null };
      const link = await connected();
      const order: string[] = [];
      link.on('lost', () => order.push('lost'));
      const command = link.publish('t/#', Buffer.from('x'), 1, false);
      const told = command.then((outcome) => order.push(`publish ${outcome}`));
      const connection = await broker.connection(0);
      await connection.next('publish');

      connection.socket.destroy();
      await told;

      expect(order).to.deep.equal(['lost', 'publish lost']);
    });

    it('counts packet ids from a random one, and past the highest', async () => {
      const link = await connected({ random: () => 0.99999 });
      const connection = await broker.connection(0);
      const ids: (number | undefined)[] = [];

      for (let n = 0; n < 3; n += 1) {
        await link.publish('t', Buffer.from('x'), 1, false);
        ids.push((await connection.next('publish')).messageId);
      }

      expect(ids).to.deep.equal([65535, 1, 2]);
    });
  });

  describe('subscribing', () => {
    it('is done when it is sent at QoS 0; the packet is repeated until it is acknowledged', async () => {
      broker.answers = { subscribe: null };
      const link = await connected();
      const connection = await broker.connection(0);

      expect(await link.subscribe('a', 0)).to.deep.equal({ granted: undefined });
      const { messageId = 0 } = await connection.next('subscribe');
      await timers.advance(1_000);
      await connection.next('subscribe');
      connection.send({ cmd: 'suback', messageId, granted: [0] });
      await settled();
      await timers.advance(5_000);

      expect(connection.packets.filter(({ cmd }) => cmd === 'subscribe')).to.have.length(2);
    });

    it('counts a refusal as done, tells it, and remembers the topic', async () => {
      broker.answers = {
        subscribe: ({ messageId = 0 }) => ({ cmd: 'suback', messageId, granted: [128] }),
      };
      const link = await connected();

      expect(await link.subscribe('a', 1)).to.deep.equal({ granted: 128 });
      expect(link.remembered).to.deep.equal([{ topic: 'a', qos: 1 }]);
    });

    it('remembers ten topics with their first QoS, and forgets what is unsubscribed', async () => {
      const link = await connected();
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
      broker.answers = { subscribe: null };
      const link = await connected();
      const command = link.subscribe('a', 1);
      const connection = await broker.connection(0);
      await connection.next('subscribe');

      connection.socket.end();

      expect(await command).to.equal('lost');
      expect(link.remembered).to.deep.equal([]);
    });
  });

  describe('messages', () => {
    it('are split, and acknowledged once', async () => {
      const link = await connected();
      const sizes: number[] = [];
      link.on('part', (topic, payload) => sizes.push(topic.length * 10_000 + payload.length));
      const connection = await broker.connection(0);
      await connection.next('connect');

      connection.send(message('abc', Buffer.alloc(5000), 1));

      expect(await connection.next('puback')).to.include({ messageId: 77 });
      expect(sizes).to.deep.equal([31_014, 31_024, 31_024, 31_024, 30_914]);
      connection.send(message('abc', Buffer.alloc(1), 2));
      await connection.next('pubrec');
      await connection.next('pubcomp');
    });

    it('come after the answer that the server sent before them', async () => {
      broker.answers = { publish: null };
      const link = await connected();
      const order: string[] = [];
      link.on('part', () => order.push('message'));
      const command = link.publish('t', Buffer.from('x'), 1, false);
      const told = command.then(() => order.push('done'));
      const connection = await broker.connection(0);
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
      const link = await connected();
      const lost = once(link, 'lost');
      (await broker.connection(0)).socket.write(Buffer.from('3600', 'hex'));

      await lost;
    });
  });

  describe('ending', () => {
    it('takes leave, closes, and says nothing of a loss', async () => {
      const link = await connected();
      let losses = 0;
      link.on('lost', () => {
        losses += 1;
      });
      const connection = await broker.connection(0);

      await link.disconnect();

      await connection.next('disconnect');
      await connection.closed();
      expect(losses).to.equal(0);
      expect(timers.pending).to.equal(0);
    });

    it('of a lost link waits for the next 5 s step after the loss', async () => {
      const link = await connected();
      const lost = once(link, 'lost');
      (await broker.connection(0)).socket.destroy();
      await lost;
      await timers.advance(6_000);
      let isOver = false;
      const clean = link.disconnect().then(() => {
        isOver = true;
      });

      await timers.advance(3_999);
      expect(isOver).to.equal(false);
      await timers.advance(1);

      await clean;
      expect(timers.pending).to.equal(0);
    });

    it('with the power lets go of everything without a word', async () => {
      broker.answers = { publish: null };
      const link = await connected();
      const words: string[] = [];
      link.on('lost', () => words.push('lost'));
      const command = link.publish('t', Buffer.from('x'), 1, false);
      const connection = await broker.connection(0);
      await connection.next('publish');

      power.abort(new Error('power off'));

      expect(await command.catch((error: Error) => error.message)).to.equal('power off');
      await connection.closed();
      expect(words).to.deep.equal([]);
      expect(timers.pending).to.equal(0);
    });
  });

  describe('reconnecting', () => {
    const lose = async (link: MqttLink, n: number): Promise<void> => {
      const lost = once(link, 'lost');
      (await broker.connection(n)).socket.destroy();
      await lost;
    };

    for (const [random, afterMs] of [
      [0.25, 10_000],
      [0.75, 15_000],
    ] as const) {
      it(`happens ${afterMs / 1000} s after the loss and subscribes again`, async () => {
        const link = await connected({ reconnects: true, random: () => random });
        await link.subscribe('a', 1);
        await link.subscribe('b', 0);
        await lose(link, 0);
        const restored = once(link, 'restored');

        await timers.advance(afterMs - 1);
        expect(broker.connections).to.have.length(1);
        await timers.advance(1);
        await restored;

        const connection = await broker.connection(1);
        const again: Packet[] = [
          await connection.next('subscribe'),
          await connection.next('subscribe'),
        ];
        expect(again).to.have.nested.property('[0].subscriptions[0].topic', 'a');
        expect(again).to.have.nested.property('[1].subscriptions[0].topic', 'b');
        expect(link.isConnected).to.equal(true);
      });
    }

    it('goes on after failed attempts, and ends with the link', async () => {
      let network: Network | undefined = new Network(DEFAULT_WORLD);
      const link = await connected({ reconnects: true, network: () => network });
      network = undefined;
      await lose(link, 0);

      for (let n = 0; n < 2; n += 1) {
        const failed = once(link, 'retryFailed');
        await timers.advance(10_000);
        await failed;
      }
      const clean = link.disconnect();
      await timers.advance(5_000);

      await clean;
      expect(timers.pending).to.equal(0);
    });

    it('takes leave properly of a connection that was restored', async () => {
      const link = await connected({ reconnects: true });
      await lose(link, 0);
      const restored = once(link, 'restored');
      await timers.advance(10_000);
      await restored;

      await link.disconnect();

      await (await broker.connection(1)).next('disconnect');
    });

    it('does not happen when it was not asked for', async () => {
      const link = await connected();
      await lose(link, 0);

      expect(timers.pending).to.equal(0);
      expect(await link.publish('t', Buffer.from('x'), 1, false)).to.equal('lost');
    });
  });

  it('can be damaged by a planted defect', async () => {
    const link = await connected({
      seams: {
        send: (packet) => (packet.cmd === 'publish' ? [{ ...packet, retain: false }] : [packet]),
        deliver: ({ topic, payload }) => [{ topic, payload: payload.subarray(0, 1) }],
      },
    });
    const parts: string[] = [];
    link.on('part', (_, payload) => parts.push(String(payload)));
    const connection = await broker.connection(0);
    await link.publish('t', Buffer.from('x'), 1, true);

    expect(await connection.next('publish')).to.include({ retain: false });
    connection.send(message('t', Buffer.from('xyz'), 1));
    await connection.next('puback');
    expect(parts).to.deep.equal(['x']);
  });
});

const message = (topic: string, payload: Buffer, qos: 1 | 2): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos,
  dup: false,
  retain: false,
  messageId: 77,
});

/** Lets what is on its way through the loopback arrive; for looking that something did not happen. */
const settled = async (): Promise<void> => {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
};
