import { expect } from 'chai';
import { OPEN_POLICY, seen, startWithThing } from './test-cloud.ts';
import { connectPacket, logIn, publishPacket, secure, subscribe, topicsOf } from './test-device.ts';

describe('Retained messages at the stand-in', () => {
  it('are marked for who subscribes later, and not for who has subscribed before', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using early = await logIn(cloud, thing, { clientId: 'early' });
    await subscribe(early, ['kept', 1]);
    await using device = await logIn(cloud, thing);

    device.send({ ...publishPacket('kept', 'x', 1), retain: true });
    await device.next('puback');

    expect(await early.next('publish')).to.include({ retain: false });
    await subscribe(device, ['kept', 1]);
    expect(await device.next('publish')).to.include({ retain: true });
  });

  it('are one a topic, and an empty one deletes it and is delivered', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    for (const text of ['old', 'new']) await cloud.publish('kept', text, { retain: true });
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['kept', 0]);
    expect(await device.next('publish')).to.deep.include({ payload: Buffer.from('new') });

    await cloud.publish('kept', '', { retain: true });
    expect(await device.next('publish')).to.deep.include({ payload: Buffer.alloc(0) });

    await using late = await logIn(cloud, thing, { clientId: 'late' });
    await subscribe(late, ['kept', 0]);
    await late.ping();
    expect(topicsOf(late)).to.deep.equal([]);
  });

  for (const filter of ['#', '+', 'kept/#']) {
    it(`do not come to a subscriber of ${filter}`, async () => {
      const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
      await using _closing = cloud;
      for (const topic of ['kept', 'kept/1']) await cloud.publish(topic, 'x', { retain: true });
      await using device = await logIn(cloud, thing);

      await subscribe(device, [filter, 1]);
      await device.ping();

      expect(topicsOf(device)).to.deep.equal([]);
    });
  }

  it('do not exist under $ topics: the message is delivered and not kept', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    const topic = '$aws/things/lamp/anything';
    await using device = await logIn(cloud, thing);
    await subscribe(device, [topic, 0]);

    device.send({ ...publishPacket(topic, 'x', 1), retain: true });
    expect(await device.next('publish')).to.include({ topic });

    await using late = await logIn(cloud, thing, { clientId: 'late' });
    await subscribe(late, [topic, 0]);
    await late.ping();
    expect(topicsOf(late)).to.deep.equal([]);
  });

  it('are so many and no more; those that there are can be replaced and deleted', async () => {
    const { cloud, thing } = await startWithThing({ limits: { maxRetained: 1 } }, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    const keep = (topic: string, text: string, messageId: number) =>
      device.send({ ...publishPacket(topic, text, messageId), retain: true });

    keep('a', 'x', 1);
    keep('a', 'y', 2);
    keep('b', 'x', 3);
    keep('a', '', 4);
    keep('b', 'x', 5);

    await device.ping();
    const ids = device.received.map(({ messageId }) => messageId);
    expect(ids).to.deep.equal([1, 2, 4, 5]);
    const { outcome } = await seen(cloud, { kind: 'publish', packetId: 3 });
    expect(outcome).to.include({ reason: 'THROTTLED', cause: 'TOO_MANY_RETAINED' });
  });

  it('are counted with those that a last will would leave', async () => {
    const { cloud, thing } = await startWithThing({ limits: { maxRetained: 1 } }, OPEN_POLICY);
    await using _closing = cloud;
    const will = (topic: string) => ({
      will: { topic, payload: Buffer.from('gone'), qos: 0 as const, retain: true },
    });
    await using first = await logIn(cloud, thing, { clientId: 'first', ...will('a') });
    first.cut();
    await seen(cloud, { kind: 'disconnect', clientId: 'first' });

    await using second = await secure(cloud, thing);
    second.send(connectPacket({ clientId: 'second', ...will('b') }));

    expect(await second.ended).to.equal('clean');
    const { outcome } = await seen(cloud, { kind: 'connect', clientId: 'second' });
    expect(outcome).to.include({ reason: 'THROTTLED', cause: 'TOO_MANY_RETAINED' });
  });
});
