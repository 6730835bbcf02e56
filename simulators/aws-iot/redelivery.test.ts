import { expect } from 'chai';
import type { StandIn } from './stand-in.ts';
import type { CreatedThing } from './stand-in-options.ts';
import { OPEN_POLICY, seen, startWithThing } from './test-cloud.ts';
import { logIn, subscribe, topicsOf } from './test-device.ts';

const TOPIC = 'a/b';

describe('A message that the device does not acknowledge', () => {
  for (const redeliveryDup of [false, true]) {
    it(`comes again on the same connection, ${redeliveryDup ? 'with' : 'without'} DUP, until it is acknowledged`, async () => {
      const { cloud, thing } = await startWithThing(
        { redeliveryDup, limits: { redeliverEveryMs: 50 } },
        OPEN_POLICY,
      );
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);
      await subscribe(device, [TOPIC, 1]);
      await cloud.publish(TOPIC, 'x', { qos: 1 });

      const first = await device.next('publish');
      const again = await device.next('publish');

      expect(first).to.include({ dup: false });
      expect(again).to.include({ dup: redeliveryDup, messageId: first.messageId });
      device.send({ cmd: 'puback', messageId: first.messageId ?? 0 });
      await device.ping();
      device.received.length = 0;
      await cloud.publish(TOPIC, 'y', { qos: 1 });
      expect(await device.next('publish')).to.deep.include({ payload: Buffer.from('y') });
      expect(await device.next('publish')).to.deep.include({ payload: Buffer.from('y') });
    });
  }

  for (const clean of [true, false]) {
    it(`is given up after an hour, and an event says so (${clean ? 'clean' : 'persistent'} session)`, async () => {
      const { cloud, thing } = await startWithThing(
        { limits: { redeliverEveryMs: 20, redeliverForMs: 30 } },
        OPEN_POLICY,
      );
      await using _closing = cloud;
      {
        await using device = await logIn(cloud, thing, { clean });
        await subscribe(device, [TOPIC, 1]);
        await cloud.publish(TOPIC, 'x', { qos: 1 });
        const { cause } = await seen(cloud, { kind: 'undelivered', topic: TOPIC });
        expect(cause).to.equal('NEVER_ACKNOWLEDGED');
        await device.ping();
      }
      await seen(cloud, { kind: 'disconnect' });

      await using again = await logIn(cloud, thing, { clean });
      await again.ping();
      expect(topicsOf(again)).to.deep.equal([]);
    });
  }

  it('is one of 100; the next one waits for a PUBACK, and QoS 0 does not', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { maxUnacknowledgedOut: 2 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['t/+', 1]);
    for (const i of [1, 2, 3]) await cloud.publish(`t/${i}`, 'x', { qos: 1 });
    await cloud.publish('t/4', 'x');
    await device.ping();
    expect(topicsOf(device)).to.deep.equal(['t/1', 't/2', 't/4']);

    const { messageId = 0 } = await device.next('publish');
    device.send({ cmd: 'puback', messageId });
    await device.ping();

    expect(topicsOf(device)).to.deep.equal(['t/2', 't/4', 't/3']);
  });

  it('comes again to a persistent session that returns, and only there', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    for (const [clientId, clean] of [
      ['kept', false],
      ['clean', true],
    ] as const) {
      await using device = await logIn(cloud, thing, { clientId, clean });
      await subscribe(device, [TOPIC, 1]);
      await cloud.publish(TOPIC, 'x', { qos: 1 });
      await device.next('publish');
    }
    await seen(cloud, { kind: 'disconnect', clientId: 'clean' });

    await using kept = await logIn(cloud, thing, { clientId: 'kept', clean: false });
    await using clean = await logIn(cloud, thing, { clientId: 'clean' });

    expect(await kept.next('publish')).to.include({ topic: TOPIC, dup: false });
    await clean.ping();
    expect(topicsOf(clean)).to.deep.equal([]);
  });
});

/** A device subscribes in a persistent session and goes; then messages come for it. */
const whileAway = async (
  cloud: StandIn,
  thing: CreatedThing,
  topics: readonly string[],
  qos: 0 | 1 = 1,
): Promise<void> => {
  {
    await using device = await logIn(cloud, thing, { clean: false });
    await subscribe(device, ['t/+', 1]);
  }
  await seen(cloud, { kind: 'disconnect' });
  for (const topic of topics) await cloud.publish(topic, 'x', { qos });
};

describe('What was stored while a device was away', () => {
  it('comes at 10 messages in a second', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { storedMessagesPerSecond: 2 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await whileAway(cloud, thing, ['t/1', 't/2', 't/3']);

    await using _device = await logIn(cloud, thing, { clean: false });

    const [first, second, third] = [
      await seen(cloud, { kind: 'deliver', topic: 't/1' }),
      await seen(cloud, { kind: 'deliver', topic: 't/2' }),
      await seen(cloud, { kind: 'deliver', topic: 't/3' }),
    ];
    expect(second.at - first.at).to.be.below(third.at - second.at);
    expect(third.at - first.at).to.be.at.least(950);
  });

  it('is so much and no more, and events tell of the rest', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { maxStoredMessages: 2 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await whileAway(cloud, thing, ['t/1', 't/2', 't/3']);
    const lost = await seen(cloud, { kind: 'undelivered', topic: 't/3' });

    await using device = await logIn(cloud, thing, { clean: false });
    await device.ping();

    expect(lost).to.include({ cause: 'SESSION_FULL', clientId: 'sdk-java', connection: 0 });
    expect(topicsOf(device)).to.deep.equal(['t/1', 't/2']);
  });

  it('holds nothing of QoS 0', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await whileAway(cloud, thing, ['t/1'], 0);

    await using device = await logIn(cloud, thing, { clean: false });
    await device.ping();

    expect(topicsOf(device)).to.deep.equal([]);
  });

  it('comes once to a device that two of its filters take it for', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    {
      await using device = await logIn(cloud, thing, { clean: false });
      await subscribe(device, ['t/+', 1], ['t/1', 1]);
    }
    await seen(cloud, { kind: 'disconnect' });
    await cloud.publish('t/1', 'x', { qos: 1 });

    await using device = await logIn(cloud, thing, { clean: false });
    const { messageId = 0 } = await device.next('publish');
    device.send({ cmd: 'puback', messageId });
    await device.ping();

    expect(topicsOf(device)).to.deep.equal([]);
  });

  it('leaves the filters of the session counted: they are part of the 50', async () => {
    const { cloud, thing } = await startWithThing({ limits: { maxSubscriptions: 2 } }, OPEN_POLICY);
    await using _closing = cloud;
    await whileAway(cloud, thing, []);

    await using device = await logIn(cloud, thing, { clean: false });

    const suback = await subscribe(device, ['b', 1], ['t/+', 1], ['c', 1]);
    expect(suback).to.deep.include({ granted: [1, 1, 128] });
  });
});
