import { expect } from 'chai';
import type { StandIn } from './stand-in.ts';
import type { CreatedThing } from './stand-in-options.ts';
import { OPEN_POLICY, policyOf, seen, startWithThing } from './test-cloud.ts';
import { logIn, subscribe, topicsOf } from './test-device.ts';

const TOPIC = 'sdk/test/java';

describe('Subscriptions at the stand-in', () => {
  it('end the connection without SUBACK where the policy does not allow them', async () => {
    const { cloud, thing } = await startWithThing();
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
      const { cloud, thing } = await startWithThing({ denySubscribe });
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

      expect(topicsOf(again)).to.deep.equal([]);
    });
  }

  it('are at most 8 in one packet', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
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

  it('cannot be ended by more than 8 filters in one packet either', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    const names = Array.from({ length: 9 }, (_, i) => `t${i}`);

    device.send({ cmd: 'unsubscribe', messageId: 1, unsubscriptions: names.slice(1) });
    await device.next('unsuback');
    device.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: names });

    expect(await device.ended).to.equal('clean');
    expect(device.received).to.deep.equal([]);
    const refused = await seen(cloud, { kind: 'unsubscribe', packetId: 2 });
    expect(refused.outcome).to.include({ reason: 'CLIENT_ERROR', cause: 'TOO_MANY_FILTERS' });
  });

  it('beyond the 50th of a connection get SUBACK 0x80', async () => {
    const { cloud, thing } = await startWithThing({ limits: { maxSubscriptions: 2 } }, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    const suback = await subscribe(device, ['a', 1], ['b', 1], ['a', 0], ['c', 1]);

    expect(suback).to.deep.include({ granted: [1, 1, 0, 128] });
    const next = await subscribe(device, ['d', 1]);
    expect(next).to.deep.include({ granted: [128] });
    device.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a'] });
    await device.next('unsuback');
    expect(await subscribe(device, ['d', 1])).to.deep.include({ granted: [1] });
  });

  it('to $SYS and to misplaced wildcards end the connection', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    for (const topic of ['$SYS/#', 'a/#/b', 'a+/b']) {
      await using device = await logIn(cloud, thing);
      device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 0 }] });
      expect(await device.ended, topic).to.equal('clean');
    }
  });

  it('that are shared end the connection: better none than one that gets nothing', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: '$share/group/a', qos: 1 }],
    });

    expect(await device.ended).to.equal('clean');
    const { filters } = await seen(cloud, { kind: 'subscribe', answer: 'closed' });
    expect(filters[0]?.outcome).to.include({ cause: 'SHARED_SUBSCRIPTION_UNSUPPORTED' });
  });

  it('outlive the connection in a persistent session', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    await leaveSession(cloud, thing);
    await cloud.publish(TOPIC, 'while you were away', { qos: 1 });

    await using back = await logIn(cloud, thing, { clean: false });

    await seen(cloud, { kind: 'connect', connection: 2, outcome: { sessionPresent: true } });
    const kept = await back.next('publish');
    expect(kept).to.deep.include({ topic: TOPIC, payload: Buffer.from('while you were away') });
  });

  it('are not restored where the policy does not allow them any more', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await leaveSession(cloud, thing);
    cloud.registry.putPolicy(
      thing.policyName,
      policyOf(['Allow', 'Connect', 'client/*'], ['Allow', 'Receive', 'topic/*']),
    );

    await using back = await logIn(cloud, thing, { clean: false });

    await cloud.publish(TOPIC, 'not for you');
    await back.ping();
    expect(topicsOf(back)).to.deep.equal([]);
  });

  it('stay with a session that is taken over, however long that lasts', async () => {
    const { cloud, thing } = await startWithThing({ limits: { sessionExpiryMs: 50 } });
    await using _closing = cloud;
    await using first = await logIn(cloud, thing, { clean: false });
    await subscribe(first, [TOPIC, 1]);

    await using second = await logIn(cloud, thing, { clean: false });
    await first.ended;
    await seen(cloud, { kind: 'disconnect', reason: 'DUPLICATE_CLIENTID' });
    await new Promise((resolve) => setTimeout(resolve, 100)); // longer than the session would last

    await cloud.publish(TOPIC, 'still here');
    expect(await second.next('publish')).to.include({ topic: TOPIC });
  });

  it('are forgotten with a session that nobody came back to in time', async () => {
    // Shorter than the handshake of whoever comes back.
    const { cloud, thing } = await startWithThing({ limits: { sessionExpiryMs: 1 } });
    await using _closing = cloud;
    await leaveSession(cloud, thing);

    await using late = await logIn(cloud, thing, { clean: false });

    await seen(cloud, { kind: 'connect', connection: 2, outcome: { sessionPresent: false } });
    await cloud.publish(TOPIC, 'nobody subscribes to this any more');
    await late.ping();
    expect(topicsOf(late)).to.deep.equal([]);
  });
});

/** A device subscribes in a persistent session and takes leave. */
const leaveSession = async (cloud: StandIn, thing: CreatedThing): Promise<void> => {
  await using device = await logIn(cloud, thing, { clean: false });
  await subscribe(device, [TOPIC, 1]);
  device.send({ cmd: 'disconnect' });
  await device.ended;
  await seen(cloud, { kind: 'disconnect' });
};
