import { expect } from 'chai';
import { OPEN_POLICY, seen, startWithThing } from './test-cloud.ts';
import {
  connectPacket,
  logIn,
  publishPacket,
  secure,
  subscribe,
  type TestDevice,
  topicsOf,
} from './test-device.ts';

/** Sends all at once and waits until they have been dealt with. */
const publishMany = async (device: TestDevice, count: number): Promise<void> => {
  device.send(...Array.from({ length: count }, (_, i) => publishPacket(`t/${i}`, 'x', i + 1)));
  await device.ping();
};

const idsOf = (device: TestDevice): (number | undefined)[] =>
  device.received.flatMap(({ cmd, messageId }) => (cmd === 'puback' ? [messageId] : []));

describe('The stand-in throttles', () => {
  it('the 101st message in a second: neither acknowledged nor delivered, and the connection stays', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { maxUnacknowledgedIn: 1000 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    await publishMany(device, 102);

    expect(idsOf(device)).to.deep.equal(Array.from({ length: 100 }, (_, i) => i + 1));
    for (const packetId of [101, 102]) {
      const { outcome } = await seen(cloud, { kind: 'publish', packetId });
      expect(outcome).to.include({ reason: 'THROTTLED', cause: 'PUBLISH_RATE_EXCEEDED' });
    }
  });

  it('messages by closing, where it is told so', async () => {
    const { cloud, thing } = await startWithThing(
      { tooManyPublishes: 'close', limits: { publishesInPerSecond: 1 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send(publishPacket('a', '1', 1), publishPacket('a', '2', 2));

    expect(await device.ended).to.equal('clean');
    expect(idsOf(device)).to.deep.equal([1]);
    await seen(cloud, { kind: 'disconnect', reason: 'THROTTLED' });
  });

  it('messages beyond 100 without PUBACK, until one is acknowledged; a repeated one is no further one', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { maxUnacknowledgedIn: 2 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    {
      using _fault = cloud.interfere({ packet: 'puback', does: 'withhold' });
      await publishMany(device, 3);
      const { outcome } = await seen(cloud, { kind: 'publish', packetId: 3 });
      expect(outcome).to.include({ reason: 'THROTTLED', cause: 'TOO_MANY_UNACKNOWLEDGED' });
      device.send(publishPacket('t/1', 'x', 2));
      await device.ping();
      await seen(cloud, { kind: 'publish', topic: 't/1', outcome: { accepted: true } }, 4);
    }
    await device.next('puback');

    device.send(publishPacket('t/3', 'x', 4));
    await seen(cloud, { kind: 'publish', packetId: 4, outcome: { accepted: true } });
  });

  it('bytes beyond 512 KiB in a second: they are delayed, not lost', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { bytesPerSecond: 1000 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send(
      publishPacket('a', Buffer.alloc(1100), 1),
      publishPacket('a', Buffer.alloc(200), 2),
      publishPacket('a', Buffer.alloc(1), 3),
    );
    for (const messageId of [1, 2, 3]) {
      expect(await device.next('puback')).to.include({ messageId });
    }

    const [first, , third] = await Promise.all(
      [1, 2, 3].map((packetId) => seen(cloud, { kind: 'publish', packetId })),
    );
    // 300 bytes too many at a byte a millisecond.
    expect((third?.at ?? 0) - (first?.at ?? 0)).to.be.at.least(250);
  });

  it('deliveries of QoS 0 beyond the rate: they are lost, and an event says so', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { publishesOutPerSecond: 2 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['t/+', 0]);

    for (const i of [1, 2, 3]) await cloud.publish(`t/${i}`, 'x');
    await device.ping();

    expect(topicsOf(device)).to.deep.equal(['t/1', 't/2']);
    const { cause } = await seen(cloud, { kind: 'undelivered', topic: 't/3', qos: 0 });
    expect(cause).to.equal('DELIVERY_RATE_EXCEEDED');
  });

  it('deliveries of QoS 1 beyond the rate: they come later', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { publishesOutPerSecond: 2 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['t/+', 1]);

    for (const i of [1, 2, 3]) await cloud.publish(`t/${i}`, 'x', { qos: 1 });
    await device.ping();
    expect(topicsOf(device)).to.deep.equal(['t/1', 't/2']);

    const [first, third] = [
      await seen(cloud, { kind: 'deliver', topic: 't/1' }),
      await seen(cloud, { kind: 'deliver', topic: 't/3' }),
    ];
    expect(third.at - first.at).to.be.at.least(950);
  });

  it('large deliveries of QoS 0: they come later', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { bytesPerSecond: 1000 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['t/+', 0]);

    await cloud.publish('t/1', Buffer.alloc(1300));
    await cloud.publish('t/2', 'x');

    const [first, second] = [
      await seen(cloud, { kind: 'deliver', topic: 't/1' }),
      await seen(cloud, { kind: 'deliver', topic: 't/2' }),
    ];
    expect(second.at - first.at).to.be.at.least(250);
  });

  it('CONNECTs of one client id within a second, where it is told so', async () => {
    const { cloud, thing } = await startWithThing({ tooManyConnects: 'close' }, OPEN_POLICY);
    await using _closing = cloud;
    await using _first = await logIn(cloud, thing);
    await using _other = await logIn(cloud, thing, { clientId: 'other' });

    await using again = await secure(cloud, thing);
    again.send(connectPacket());

    expect(await again.ended).to.equal('clean');
    expect(again.received).to.deep.equal([]);
    const { outcome } = await seen(cloud, { kind: 'connect', outcome: { accepted: false } });
    expect(outcome).to.include({ reason: 'THROTTLED', cause: 'CONNECT_RATE_EXCEEDED' });
    await seen(cloud, { kind: 'disconnect', connection: 3, reason: 'THROTTLED' });
  });

  it('CONNECTs of the account, but none of a client that may not connect', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { connectsPerSecond: 1 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    const revoked = await cloud.createThing({ status: 'REVOKED' });
    await using stranger = await secure(cloud, revoked);
    stranger.send(connectPacket());
    await stranger.ended;
    await using _first = await logIn(cloud, thing);

    await using second = await secure(cloud, thing);
    second.send(connectPacket({ clientId: 'other' }));

    expect(await second.ended).to.equal('clean');
    await seen(cloud, { kind: 'connect', clientId: 'other', outcome: { reason: 'THROTTLED' } });
  });

  it('persistent sessions beyond those that it keeps', async () => {
    const { cloud, thing } = await startWithThing({ limits: { maxSessions: 1 } }, OPEN_POLICY);
    await using _closing = cloud;
    await using _first = await logIn(cloud, thing, { clean: false });

    await using second = await secure(cloud, thing);
    second.send(connectPacket({ clientId: 'other', clean: false }));

    expect(await second.ended).to.equal('clean');
    const { outcome } = await seen(cloud, { kind: 'connect', clientId: 'other' });
    expect(outcome).to.include({ reason: 'THROTTLED', cause: 'TOO_MANY_SESSIONS' });
    await using _third = await logIn(cloud, thing, { clientId: 'other', clean: true });
  });

  it('connections beyond those that it takes at a time', async () => {
    const { cloud, thing } = await startWithThing({ limits: { maxConnections: 1 } }, OPEN_POLICY);
    await using _closing = cloud;
    {
      await using first = await logIn(cloud, thing);

      const refused = await secure(cloud, thing).catch((error: unknown) => error);

      expect(refused).to.be.instanceOf(Error);
      const { detail } = await seen(cloud, { kind: 'tls-refused', code: 'TOO_MANY_CONNECTIONS' });
      expect(detail).to.equal(
        'The stand-in takes 1 connection(s) at a time, and as many are open.',
      );
      await first.ping();
    }
    await seen(cloud, { kind: 'disconnect' });
    await using _next = await logIn(cloud, thing);
  });

  it('nobody because of a device that does not read', async () => {
    const { cloud, thing } = await startWithThing(
      { limits: { publishesOutPerSecond: 100_000, bytesPerSecond: 1e9 } },
      OPEN_POLICY,
    );
    await using _closing = cloud;
    await using lazy = await logIn(cloud, thing, { clientId: 'lazy' });
    await subscribe(lazy, ['big', 0]);
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['small', 1]);
    lazy.stopReading();

    const payload = Buffer.alloc(128 * 1024);
    for (let i = 0; i < 80; i++) await cloud.publish('big', payload);
    const { cause } = await seen(cloud, { kind: 'undelivered', clientId: 'lazy' });
    await cloud.publish('small', 'x', { qos: 1 });

    expect(cause).to.equal('DEVICE_TOO_SLOW');
    await device.next('publish');
  });
});
