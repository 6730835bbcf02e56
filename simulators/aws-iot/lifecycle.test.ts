import { expect } from 'chai';
import { sampleAuthority } from '../../certs/sample-credentials.ts';
import { startStandIn } from './stand-in.ts';
import { OPEN_POLICY, seen } from './test-cloud.ts';
import { connectPacket, logIn, secure, type TestDevice } from './test-device.ts';

const next = async (
  watcher: TestDevice,
): Promise<{ topic: string; told: Record<string, unknown> }> => {
  const packet = await watcher.next('publish');
  if (packet.cmd !== 'publish') throw new TypeError('asked for a publish');
  return { topic: packet.topic, told: JSON.parse(packet.payload.toString()) };
};

describe('The lifecycle events of the stand-in', () => {
  it('tell of a device from its connection to its end, and count its connections', async () => {
    await using cloud = await startStandIn({ authority: await sampleAuthority() });
    const thing = await cloud.createThing({ policy: OPEN_POLICY });
    await using watcher = await logIn(cloud, thing, { clientId: 'watcher' });
    const subscriptions = [{ topic: '$aws/events/+/+/sdk-java', qos: 0 as const }];
    watcher.send({ cmd: 'subscribe', messageId: 1, subscriptions });
    await watcher.next('suback');

    for (const versionNumber of [0, 1]) {
      await using device = await logIn(cloud, thing);
      device.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a/b', qos: 1 }] });
      await device.next('suback');
      device.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a/b'] });
      await device.next('unsuback');
      device.send({ cmd: 'disconnect' });

      const connected = await next(watcher);
      expect(connected.topic).to.equal('$aws/events/presence/connected/sdk-java');
      expect(connected.told).to.include({
        clientId: 'sdk-java',
        eventType: 'connected',
        principalIdentifier: thing.certificateId,
        ipAddress: '127.0.0.1',
        versionNumber,
      });
      const { sessionIdentifier } = connected.told;
      const subscribed = await next(watcher);
      expect(subscribed.topic).to.equal('$aws/events/subscriptions/subscribed/sdk-java');
      expect(subscribed.told).to.deep.include({ sessionIdentifier, topics: ['a/b'] });
      const unsubscribed = await next(watcher);
      expect(unsubscribed.told).to.include({ eventType: 'unsubscribed', sessionIdentifier });
      const disconnected = await next(watcher);
      expect(disconnected.topic).to.equal('$aws/events/presence/disconnected/sdk-java');
      expect(disconnected.told).to.include({
        eventType: 'disconnected',
        clientInitiatedDisconnect: true,
        disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
        sessionIdentifier,
        versionNumber,
      });
    }
  });

  it('tell of a refused and of a lost connection', async () => {
    await using cloud = await startStandIn({ authority: await sampleAuthority() });
    const thing = await cloud.createThing({ policy: OPEN_POLICY });
    await using watcher = await logIn(cloud, thing, { clientId: 'watcher' });
    const subscriptions = [{ topic: '$aws/events/presence/+/sdk-java', qos: 0 as const }];
    watcher.send({ cmd: 'subscribe', messageId: 1, subscriptions });
    await watcher.next('suback');
    const revoked = await cloud.createThing({ status: 'REVOKED' });

    await using refused = await secure(cloud, revoked);
    refused.send(connectPacket());
    const { topic, told } = await next(watcher);
    expect(topic).to.equal('$aws/events/presence/connect_failed/sdk-java');
    expect(told).to.include({ connectFailureReason: 'AUTHORIZATION_FAILED' });

    const device = await logIn(cloud, thing);
    await next(watcher);
    device.cut();
    const lost = await next(watcher);
    expect(lost.told).to.include({
      disconnectReason: 'CONNECTION_LOST',
      clientInitiatedDisconnect: false,
    });
    await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java', reason: 'CONNECTION_LOST' });
  });
});
