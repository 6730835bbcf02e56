import { expect } from 'chai';
import { sampleDevice } from '../../certs/sample-credentials.ts';
import { OPEN_POLICY, seen, startCloud } from './test-cloud.ts';
import { connectPacket, logIn, secure } from './test-device.ts';

describe('A device that connects to the stand-in', () => {
  it('is accepted with a registered, active certificate and a client id of its policy', async () => {
    await using cloud = await startCloud();
    const thing = await cloud.createThing({ credentials: await sampleDevice() });

    await using device = await secure(cloud, thing, { servername: 'localhost' });
    device.send(connectPacket({ keepalive: 120, username: '?SDK=ESP-IDF' }));
    const connack = await device.next('connack');

    expect(connack).to.include({ returnCode: 0, sessionPresent: false });
    const accepted = await seen(cloud, { kind: 'tls-accepted' });
    expect(accepted).to.include({ connection: 1, sni: 'localhost', version: 'TLSv1.3' });
    expect(accepted.peer).to.deep.include({
      certificateId: thing.certificateId,
      subject: 'CN=AWS IoT Certificate',
    });
    expect(await seen(cloud, { kind: 'connect' })).to.deep.include({
      clientId: 'sdk-java',
      certificateId: thing.certificateId,
      keepAlive: { asked: 120, used: 120 },
      hasUserName: true,
      will: null,
      outcome: { accepted: true, sessionPresent: false },
    });
  });

  it('gets a keep-alive between 30 and 1200 seconds, whatever it asks for', async () => {
    await using cloud = await startCloud();
    const thing = await cloud.createThing();
    for (const [asked, used] of [
      [0, 1200],
      [5, 30],
      [30, 30],
      [1200, 1200],
      [65535, 1200],
    ] as const) {
      const from = cloud.events.length;
      await using _device = await logIn(cloud, thing, { keepalive: asked });
      const { keepAlive } = await seen(cloud, { kind: 'connect' }, from);
      expect(keepAlive).to.deep.equal({ asked, used });
    }
  });

  it('is cut off after one and a half times the keep-alive that is really used', async () => {
    await using cloud = await startCloud({ limits: { minKeepAlive: 1, maxKeepAlive: 1 } });
    await using device = await logIn(cloud, await cloud.createThing(), { keepalive: 600 });

    expect(await device.ended).to.equal('clean');

    const [connect, disconnect] = await Promise.all([
      seen(cloud, { kind: 'connect' }),
      seen(cloud, { kind: 'disconnect', reason: 'MQTT_KEEP_ALIVE_TIMEOUT' }),
    ]);
    expect(disconnect.at - connect.at).to.be.within(1400, 20_000);
  });

  it('is cut off when it does not say CONNECT in time, or says something else first', async () => {
    await using cloud = await startCloud({ connectTimeoutMs: 100 });
    const thing = await cloud.createThing();

    await using silent = await secure(cloud, thing);
    expect(await silent.ended).to.equal('clean');
    await using hasty = await secure(cloud, thing);
    hasty.send({ cmd: 'pingreq' });
    expect(await hasty.ended).to.equal('clean');

    await seen(cloud, {
      kind: 'disconnect',
      connection: 1,
      clientId: null,
      reason: 'CLIENT_ERROR',
    });
    await seen(cloud, {
      kind: 'disconnect',
      connection: 2,
      clientId: null,
      reason: 'CLIENT_ERROR',
    });
  });

  it('is cut off at a second CONNECT', async () => {
    await using cloud = await startCloud();
    await using device = await logIn(cloud, await cloud.createThing());

    device.send(connectPacket());

    expect(await device.ended).to.equal('clean');
    await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java', reason: 'CLIENT_ERROR' });
  });

  it('is cut off when its certificate is no longer active, and no other device is', async () => {
    await using cloud = await startCloud();
    const [thing, other] = [await cloud.createThing(), await cloud.createThing()];
    await using device = await logIn(cloud, thing);
    await using bystander = await logIn(cloud, other, { clientId: 'basicPubSub' });

    cloud.registry.setCertificateStatus(thing.certificateId, 'ACTIVE');
    await device.ping();
    cloud.registry.setCertificateStatus(thing.certificateId, 'REVOKED');

    expect(await device.ended).to.equal('clean');
    const gone = await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java' });
    expect(gone).to.include({ reason: 'AUTH_ERROR' });
    expect(gone.detail).to.include('REVOKED');
    await bystander.ping();
  });

  it('takes its client id over from an earlier connection, whose last will is sent', async () => {
    await using cloud = await startCloud();
    const thing = await cloud.createThing({ policy: OPEN_POLICY });
    await using watcher = await logIn(cloud, thing, { clientId: 'watcher' });
    watcher.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'will', qos: 0 }] });
    await watcher.next('suback');
    const will = { topic: 'will', payload: Buffer.from('taken over'), qos: 0 as const };
    await using first = await logIn(cloud, thing, { will });

    await using second = await logIn(cloud, thing);

    expect(await first.ended).to.equal('clean');
    const gone = await seen(cloud, { kind: 'disconnect', connection: 2 });
    expect(gone).to.include({ clientId: 'sdk-java', reason: 'DUPLICATE_CLIENTID' });
    expect(await watcher.next('publish')).to.have.property('topic', 'will');
    await second.ping();
  });
});
