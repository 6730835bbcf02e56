import { expect } from 'chai';
import type { Packet } from 'mqtt-packet';
import { sampleAuthority } from '../../certs/sample-credentials.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import type { CreatedThing, StandInOptions } from './stand-in-options.ts';
import { logIn, OPEN_POLICY, policyOf, seen, type TestDevice } from './test-device.ts';

const TOPIC = 'sdk/test/java';

const start = async (
  options: StandInOptions = {},
  policy?: object,
): Promise<{ cloud: StandIn; thing: CreatedThing }> => {
  const cloud = await startStandIn({ authority: await sampleAuthority(), ...options });
  const thing = await cloud.createThing(policy ? { policy } : {});
  return { cloud, thing };
};

const publish = (topic: string, payload: string | Buffer, messageId?: number): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos: messageId === undefined ? 0 : 1,
  dup: false,
  retain: false,
  ...(messageId === undefined ? {} : { messageId }),
});

const subscribe = async (
  device: TestDevice,
  ...filters: readonly [topic: string, qos: 0 | 1][]
): Promise<Packet> => {
  device.send({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: filters.map(([topic, qos]) => ({ topic, qos })),
  });
  return device.next('suback');
};

const topics = (device: TestDevice): string[] =>
  device.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.topic] : []));

describe('Messages through the stand-in', () => {
  it('go both ways, and both ends tell the same story in the same order', async () => {
    const { cloud, thing } = await start();
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    expect(await subscribe(device, [TOPIC, 1])).to.deep.include({ granted: [1] });
    device.send(publish(TOPIC, 'hello', 7));
    expect(await device.next('puback')).to.include({ messageId: 7 });
    const first = await device.next('publish');
    device.send({ cmd: 'puback', messageId: first.messageId ?? 0 });
    await seen(cloud, { kind: 'puback', packetId: first.messageId ?? 0 });
    await cloud.publish(TOPIC, 'welcome', { qos: 1 });
    const second = await device.next('publish');
    device.send({ cmd: 'puback', messageId: second.messageId ?? 0 });
    device.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: [TOPIC] });
    await device.next('unsuback');
    await device.ping();
    device.send({ cmd: 'disconnect' });
    expect(await device.ended).to.equal('clean');

    await seen(cloud, { kind: 'disconnect', reason: 'CLIENT_INITIATED_DISCONNECT' });
    const story = cloud.events.map((event) => [event.kind, event.connection]);
    expect(story).to.deep.equal([
      ['tls-accepted', 1],
      ['connect', 1],
      ['subscribe', 1],
      ['publish', 1],
      ['deliver', 1],
      ['puback', 1],
      ['publish', 0],
      ['deliver', 1],
      ['puback', 1],
      ['unsubscribe', 1],
      ['ping', 1],
      ['disconnect', 1],
    ]);
    expect(cloud.events.map(({ sequence }) => sequence)).to.deep.equal(story.map((_, i) => i + 1));
    expect(await seen(cloud, { kind: 'deliver', payload: 'hello' })).to.deep.include({
      clientId: 'sdk-java',
      topic: TOPIC,
      qos: 1,
      packetId: first.messageId,
      payload: new Uint8Array(Buffer.from('hello')),
    });
    expect(await seen(cloud, { kind: 'puback' })).to.include({
      packetId: first.messageId,
      topic: TOPIC,
    });
  });

  it('end the connection at the first forbidden one: acknowledged before it, silence after it', async () => {
    const { cloud, thing } = await start();
    await using _closing = cloud;
    const witness = await cloud.createThing({ policy: OPEN_POLICY });
    await using watcher = await logIn(cloud, witness, { clientId: 'watcher' });
    await subscribe(watcher, ['#', 0]);
    await using device = await logIn(cloud, thing, {
      will: { topic: TOPIC, payload: Buffer.from('last will'), qos: 0 },
    });

    device.send(publish(TOPIC, '1', 1), publish('forbidden', '2', 2), publish(TOPIC, '3', 3));

    expect(await device.ended).to.equal('clean');
    expect(device.received.map(({ cmd, messageId }) => [cmd, messageId])).to.deep.equal([
      ['puback', 1],
    ]);
    const { outcome } = await seen(cloud, { kind: 'publish', topic: 'forbidden' });
    expect(outcome).to.include({ reason: 'AUTH_ERROR', cause: 'POLICY_DOES_NOT_ALLOW' });
    await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java', reason: 'AUTH_ERROR' });
    await seen(cloud, { kind: 'deliver', clientId: 'watcher', payload: 'last will' });
    await watcher.ping();
    const payloads = watcher.received.flatMap((packet) =>
      packet.cmd === 'publish' ? [packet.payload.toString()] : [],
    );
    expect(payloads).to.have.members(['1', 'last will']);
  });

  it('need iot:RetainPublish to be retained', async () => {
    const { cloud, thing } = await start(
      {},
      policyOf(['Allow', 'Connect', 'client/*'], ['Allow', 'Publish', 'topic/*']),
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({ cmd: 'publish', topic: 'a', payload: 'x', qos: 0, dup: false, retain: true });

    expect(await device.ended).to.equal('clean');
    const refused = await seen(cloud, { kind: 'publish', retain: true });
    expect(refused.outcome).to.include({ cause: 'POLICY_DOES_NOT_ALLOW' });
  });

  const TOO_MUCH: readonly [what: string, packet: Packet, cause: string][] = [
    ['a topic of 257 bytes', publish('t'.repeat(257), 'x'), 'TOPIC_INVALID'],
    ['a topic with 8 slashes', publish('1/2/3/4/5/6/7/8/9', 'x'), 'TOPIC_INVALID'],
    ['a topic under $SYS', publish('$SYS/x', 'x'), 'TOPIC_RESERVED'],
    [
      'a forged lifecycle event',
      publish('$aws/events/presence/connected/x', 'x'),
      'TOPIC_RESERVED',
    ],
    ['128 KB and one byte', publish('big', Buffer.alloc(128 * 1024 + 1)), 'PAYLOAD_TOO_LARGE'],
  ];
  for (const [what, packet, cause] of TOO_MUCH) {
    it(`are refused with ${what}`, async () => {
      const { cloud, thing } = await start({}, OPEN_POLICY);
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);

      device.send(packet);

      expect(await device.ended).to.equal('clean');
      const { outcome } = await seen(cloud, { kind: 'publish' });
      expect(outcome).to.include({ accepted: false, reason: 'CLIENT_ERROR', cause });
    });
  }

  it('are accepted with 128 KB, 256 bytes of topic and 7 slashes', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    const topic = `1/2/3/4/5/6/7/${'8'.repeat(242)}`;

    device.send(publish(topic, Buffer.alloc(128 * 1024, 0x61), 1));

    await device.next('puback');
    const { payload } = await seen(cloud, { kind: 'publish', topic, outcome: { accepted: true } });
    expect(payload.length).to.equal(128 * 1024);
  });

  it('are cut off as soon as their header announces too much', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])); // 256 MB to come

    expect(await device.ended).to.equal('clean');
    await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java', reason: 'CLIENT_ERROR' });
  });

  it('of QoS 2 get no answer, and the connection stays', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a', qos: 2 }] }, {
      ...publish('a', 'x', 2),
      qos: 2,
    } as Packet);
    await device.ping();

    expect(device.received).to.deep.equal([]);
    expect(await seen(cloud, { kind: 'subscribe' })).to.include({ answer: 'none' });
    const { outcome } = await seen(cloud, { kind: 'publish', qos: 2 });
    expect(outcome).to.include({ cause: 'QOS_2_UNSUPPORTED' });
    expect(cloud.events.some(({ kind }) => kind === 'deliver')).to.equal(false);
  });

  it('of QoS 2 end the connection where the stand-in is told so', async () => {
    const { cloud, thing } = await start({ qos2: 'close' }, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({ ...publish('a', 'x', 2), qos: 2 } as Packet);

    expect(await device.ended).to.equal('clean');
  });

  it('are not delivered without iot:Receive, and the connection stays; a new policy applies at once', async () => {
    const policy = policyOf(
      ['Allow', 'Connect', 'client/*'],
      ['Allow', 'Subscribe', 'topicfilter/*'],
      ['Allow', 'Receive', 'topic/mine/*'],
    );
    const { cloud, thing } = await start({}, policy);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['#', 1]);

    await cloud.publish('theirs/1', 'secret', { qos: 1 });
    await cloud.publish('mine/1', 'open', { qos: 1 });
    expect(await device.next('publish')).to.have.property('topic', 'mine/1');
    cloud.registry.putPolicy(thing.policyName, OPEN_POLICY);
    await cloud.publish('theirs/2', 'open now', { qos: 1 });
    expect(await device.next('publish')).to.have.property('topic', 'theirs/2');

    expect(topics(device)).to.deep.equal([]);
  });

  it('are kept for later subscribers of exactly their topic, not of wildcards', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    await cloud.publish('kept/1', 'state', { retain: true });
    await using device = await logIn(cloud, thing);

    await subscribe(device, ['kept/+', 0]);
    await device.ping();
    expect(topics(device)).to.deep.equal([]);
    await subscribe(device, ['kept/1', 0]);

    expect(await device.next('publish')).to.include({ topic: 'kept/1', retain: true });
  });

  it('of a parent topic do not reach a subscriber of all below it', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['sensor/#', 0]);

    await cloud.publish('sensor', 'parent');
    await cloud.publish('sensor/', 'empty level');

    expect(await device.next('publish')).to.have.property('topic', 'sensor/');
    expect(topics(device)).to.deep.equal([]);
  });
});

describe('Subscriptions at the stand-in', () => {
  it('end the connection without SUBACK where the policy does not allow them', async () => {
    const { cloud, thing } = await start();
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [
        { topic: TOPIC, qos: 1 },
        { topic: 'forbidden', qos: 1 },
      ],
    });

    expect(await device.ended).to.equal('clean');
    expect(device.received).to.deep.equal([]);
    const { filters, answer } = await seen(cloud, { kind: 'subscribe' });
    expect(answer).to.equal('closed');
    expect(filters[0]?.outcome.accepted).to.equal(true);
    expect(filters[1]?.outcome).to.include({ cause: 'POLICY_DOES_NOT_ALLOW' });
    await seen(cloud, { kind: 'disconnect', reason: 'AUTH_ERROR' });
  });

  for (const denySubscribe of ['close', 'suback128'] as const) {
    it(`that were refused leave nothing in a persistent session (${denySubscribe})`, async () => {
      const { cloud, thing } = await start({ denySubscribe });
      await using _closing = cloud;
      {
        await using device = await logIn(cloud, thing, { clean: false });
        const subscriptions = [
          { topic: 'forbidden', qos: 1 as const },
          { topic: TOPIC, qos: 1 as const },
        ];
        device.send({ cmd: 'subscribe', messageId: 1, subscriptions });
        if (denySubscribe === 'close') expect(await device.ended).to.equal('clean');
        else expect(await device.next('suback')).to.deep.include({ granted: [128, 1] });
      }
      await seen(cloud, { kind: 'disconnect' });
      // Were it stored, only the policy of today would keep the message back.
      cloud.registry.putPolicy(thing.policyName, OPEN_POLICY);
      await cloud.publish('forbidden', 'secret', { qos: 1 });

      await using again = await logIn(cloud, thing, { clean: false });
      await cloud.publish('forbidden', 'secret', { qos: 1 });
      await again.ping();

      expect(topics(again)).to.deep.equal([]);
    });
  }

  it('are at most 8 in one packet', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    const filters = (count: number) =>
      Array.from({ length: count }, (_, i): [string, 0] => [`f/${i}`, 0]);
    await using device = await logIn(cloud, thing);
    const suback = await subscribe(device, ...filters(8));
    expect(suback).to.deep.include({ granted: new Array(8).fill(0) });

    const subscriptions = filters(9).map(([topic, qos]) => ({ topic, qos }));
    device.send({ cmd: 'subscribe', messageId: 2, subscriptions });

    expect(await device.ended).to.equal('clean');
    const { filters: refused } = await seen(cloud, { kind: 'subscribe', packetId: 2 });
    expect(refused[0]?.outcome).to.include({ cause: 'TOO_MANY_FILTERS' });
  });

  it('beyond the 50th of a connection get SUBACK 0x80', async () => {
    const { cloud, thing } = await start({ limits: { maxSubscriptions: 2 } }, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    const suback = await subscribe(device, ['a', 1], ['b', 1], ['a', 0], ['c', 1]);

    expect(suback).to.deep.include({ granted: [1, 1, 0, 128] });
    const next = await subscribe(device, ['d', 1]);
    expect(next).to.deep.include({ granted: [128] });
  });

  it('to $SYS and to misplaced wildcards end the connection', async () => {
    const { cloud, thing } = await start({}, OPEN_POLICY);
    await using _closing = cloud;
    for (const topic of ['$SYS/#', 'a/#/b', 'a+/b']) {
      await using device = await logIn(cloud, thing);
      device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 0 }] });
      expect(await device.ended, topic).to.equal('clean');
    }
  });

  it('outlive the connection in a persistent session, for as long as sessions last', async () => {
    const { cloud, thing } = await start({ limits: { sessionExpiryMs: 300 } });
    await using _closing = cloud;
    {
      await using device = await logIn(cloud, thing, { clean: false });
      await subscribe(device, [TOPIC, 1]);
      device.send({ cmd: 'disconnect' });
      await device.ended;
    }
    await cloud.publish(TOPIC, 'while you were away', { qos: 1 });
    {
      await using back = await logIn(cloud, thing, { clean: false });
      await seen(cloud, { kind: 'connect', connection: 2, outcome: { sessionPresent: true } });
      const kept = await back.next('publish');
      expect(kept).to.deep.include({ topic: TOPIC, payload: Buffer.from('while you were away') });
      back.send({ cmd: 'puback', messageId: kept.messageId ?? 0 });
      await back.ping();
      back.send({ cmd: 'disconnect' });
      await back.ended;
    }
    await new Promise((resolve) => setTimeout(resolve, 400)); // longer than the session lasts

    await using late = await logIn(cloud, thing, { clean: false });

    await seen(cloud, { kind: 'connect', connection: 3, outcome: { sessionPresent: false } });
    await cloud.publish(TOPIC, 'nobody subscribes to this any more');
    await late.ping();
    expect(topics(late)).to.deep.equal([]);
  });
});
