import { expect } from 'chai';
import type { Packet } from 'mqtt-packet';
import { OPEN_POLICY, policyOf, seen, startWithThing } from './test-cloud.ts';
import { logIn, publishPacket, subscribe, topicsOf } from './test-device.ts';

const TOPIC = 'sdk/test/java';

describe('Messages through the stand-in', () => {
  it('go both ways, and both ends tell the same story in the same order', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    expect(await subscribe(device, [TOPIC, 1])).to.deep.include({ granted: [1] });
    device.send(publishPacket(TOPIC, 'hello', 7));
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

  it('all arrive, also where one of QoS 0 overtakes one of QoS 1', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['#', 0], ['a/+', 0]);

    const sent = [1, 0, 1, 0].map((qos, i) => cloud.publish(`a/${i}`, 'x', { qos: qos as 0 | 1 }));
    await Promise.all(sent);
    await cloud.publish('last', 'x', { qos: 1 });

    await seen(cloud, { kind: 'deliver', topic: 'last' });
    const delivered = cloud.events.flatMap((event) =>
      event.kind === 'deliver' ? event.topic : [],
    );
    expect(delivered.sort()).to.deep.equal(['a/0', 'a/1', 'a/2', 'a/3', 'last']);
  });

  it('end the connection at the first forbidden one: acknowledged before it, silence after it', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    const witness = await cloud.createThing({ policy: OPEN_POLICY });
    await using watcher = await logIn(cloud, witness, { clientId: 'watcher' });
    await subscribe(watcher, ['#', 0]);
    await using device = await logIn(cloud, thing, {
      will: { topic: TOPIC, payload: Buffer.from('last will'), qos: 0 },
    });

    device.send(
      publishPacket(TOPIC, '1', 1),
      publishPacket('forbidden', '2', 2),
      publishPacket(TOPIC, '3', 3),
    );

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
    const { cloud, thing } = await startWithThing(
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
    ['a topic of 257 bytes', publishPacket('t'.repeat(257), 'x'), 'TOPIC_INVALID'],
    ['a topic with 8 slashes', publishPacket('1/2/3/4/5/6/7/8/9', 'x'), 'TOPIC_INVALID'],
    ['a topic under $SYS', publishPacket('$SYS/x', 'x'), 'TOPIC_RESERVED'],
    [
      'a forged lifecycle event',
      publishPacket('$aws/events/presence/connected/x', 'x'),
      'TOPIC_RESERVED',
    ],
    [
      '128 KB and one byte',
      publishPacket('big', Buffer.alloc(128 * 1024 + 1)),
      'PAYLOAD_TOO_LARGE',
    ],
  ];
  for (const [what, packet, cause] of TOO_MUCH) {
    it(`are refused with ${what}`, async () => {
      const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);

      device.send(packet);

      expect(await device.ended).to.equal('clean');
      const { outcome } = await seen(cloud, { kind: 'publish' });
      expect(outcome).to.include({ accepted: false, reason: 'CLIENT_ERROR', cause });
    });
  }

  it('are accepted with 128 KB, 256 bytes of topic and 7 slashes', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    const topic = `1/2/3/4/5/6/7/${'8'.repeat(242)}`;

    device.send(publishPacket(topic, Buffer.alloc(128 * 1024, 0x61), 1));

    await device.next('puback');
    const { payload } = await seen(cloud, { kind: 'publish', topic, outcome: { accepted: true } });
    expect(payload.length).to.equal(128 * 1024);
  });

  it('are cut off as soon as their header announces too much', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])); // 256 MB to come

    expect(await device.ended).to.equal('clean');
    await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java', reason: 'CLIENT_ERROR' });
  });

  it('of QoS 2 get no answer, and the connection stays', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a', qos: 2 }] }, {
      ...publishPacket('a', 'x', 2),
      qos: 2,
    } as Packet);
    await device.ping();

    expect(device.received).to.deep.equal([]);
    expect(await seen(cloud, { kind: 'subscribe' })).to.include({ answer: 'none' });
    const { outcome } = await seen(cloud, { kind: 'publish', qos: 2 });
    expect(outcome).to.include({ cause: 'QOS_2_UNSUPPORTED' });
    expect(cloud.events.some(({ kind }) => kind === 'deliver')).to.equal(false);
  });

  it('of QoS 2 leave their later steps unanswered too', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    for (const cmd of ['pubrec', 'pubrel', 'pubcomp'] as const) device.send({ cmd, messageId: 7 });
    await device.ping();

    expect(device.received).to.deep.equal([]);
  });

  it('are acknowledged once: a second PUBACK belongs to nothing', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, [TOPIC, 1]);
    await cloud.publish(TOPIC, 'x', { qos: 1 });
    const { messageId = 0 } = await device.next('publish');

    device.send({ cmd: 'puback', messageId }, { cmd: 'puback', messageId });
    await device.ping();

    const topics = cloud.events.flatMap((event) => (event.kind === 'puback' ? [event.topic] : []));
    expect(topics).to.deep.equal([TOPIC, null]);
  });

  it('that only servers send end the connection', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({ cmd: 'suback', messageId: 1, granted: [0] });

    expect(await device.ended).to.equal('clean');
    const { reason, detail } = await seen(cloud, { kind: 'disconnect' });
    expect([reason, detail]).to.deep.equal([
      'CLIENT_ERROR',
      'The device sent SUBACK, which only servers send.',
    ]);
  });

  it('of QoS 2 end the connection where the stand-in is told so', async () => {
    const { cloud, thing } = await startWithThing({ qos2: 'close' }, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({ ...publishPacket('a', 'x', 2), qos: 2 } as Packet);

    expect(await device.ended).to.equal('clean');
  });

  it('are not delivered without iot:Receive, and the connection stays; a new policy applies at once', async () => {
    const policy = policyOf(
      ['Allow', 'Connect', 'client/*'],
      ['Allow', 'Subscribe', 'topicfilter/*'],
      ['Allow', 'Receive', 'topic/mine/*'],
    );
    const { cloud, thing } = await startWithThing({}, policy);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['#', 1]);

    await cloud.publish('theirs/1', 'secret', { qos: 1 });
    await cloud.publish('mine/1', 'open', { qos: 1 });
    expect(await device.next('publish')).to.have.property('topic', 'mine/1');
    cloud.registry.putPolicy(thing.policyName, OPEN_POLICY);
    await cloud.publish('theirs/2', 'open now', { qos: 1 });
    expect(await device.next('publish')).to.have.property('topic', 'theirs/2');

    expect(topicsOf(device)).to.deep.equal([]);
  });

  it('are kept for later subscribers of exactly their topic, not of wildcards', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await cloud.publish('kept/1', 'state', { retain: true });
    await using device = await logIn(cloud, thing);

    await subscribe(device, ['kept/+', 0]);
    await device.ping();
    expect(topicsOf(device)).to.deep.equal([]);
    await subscribe(device, ['kept/1', 0]);

    expect(await device.next('publish')).to.include({ topic: 'kept/1', retain: true });
  });

  it('of a parent topic do not reach a subscriber of all below it', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['sensor/#', 0]);

    await cloud.publish('sensor', 'parent');
    await cloud.publish('sensor/', 'empty level');

    expect(await device.next('publish')).to.have.property('topic', 'sensor/');
    expect(topicsOf(device)).to.deep.equal([]);
  });
});
