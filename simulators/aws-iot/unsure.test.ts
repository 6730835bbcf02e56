import { expect } from 'chai';
import { OPEN_POLICY, seen, startWithThing } from './test-cloud.ts';
import { logIn, publishPacket, secure, subscribe, topicsOf } from './test-device.ts';

/** CONNECT with clean session 0 and an empty client id, which no generator makes. */
const UNKEPT = Buffer.from('100c00044d5154540400003c0000', 'hex');

describe('Where nobody knows what AWS does, the stand-in', () => {
  it('gives a device without a client id one that nobody could choose, where it is told so', async () => {
    const { cloud, thing } = await startWithThing({ emptyClientId: 'assign' }, OPEN_POLICY);
    await using _closing = cloud;

    await using _one = await logIn(cloud, thing, { clientId: '' });
    await using _other = await logIn(cloud, thing, { clientId: '' });

    const ids = cloud.events.flatMap((event) => (event.kind === 'connect' ? [event.clientId] : []));
    expect(ids[0]).to.match(/^\$[0-9a-f-]{36}$/);
    expect(ids[1]).to.match(/^\$/).and.not.equal(ids[0]);
  });

  for (const emptyClientId of ['refuse', 'assign'] as const) {
    it(`keeps no session for a device without a client id (${emptyClientId})`, async () => {
      const { cloud, thing } = await startWithThing({ emptyClientId }, OPEN_POLICY);
      await using _closing = cloud;
      await using device = await secure(cloud, thing);

      device.send(UNKEPT);

      expect(await device.ended).to.equal('clean');
      expect(device.received).to.deep.equal([]);
      const { outcome } = await seen(cloud, { kind: 'connect' });
      expect(outcome).to.include({ cause: 'CLIENT_ID_INVALID' });
    });
  }

  it('takes MQTT 3.1 as it takes 3.1.1', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;

    await using _device = await logIn(cloud, thing, { protocolId: 'MQIsdp', protocolVersion: 3 });

    expect(await seen(cloud, { kind: 'connect' })).to.include({ protocolLevel: 3 });
  });

  for (const username of ['', '?SDK=ESP-IDF&Version=4.4', 'somebody']) {
    it(`does not look at the user name "${username}"`, async () => {
      const { cloud, thing } = await startWithThing();
      await using _closing = cloud;

      await using _device = await logIn(cloud, thing, { username });

      expect(await seen(cloud, { kind: 'connect' })).to.include({ hasUserName: true });
    });
  }

  it('takes wildcards in a client id, and tells of no such client', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using watcher = await logIn(cloud, thing, { clientId: 'watcher' });
    await subscribe(watcher, ['$aws/events/#', 0]);

    await using device = await logIn(cloud, thing, { clientId: 'a+#' });
    await device.ping();
    await watcher.ping();

    const topics = topicsOf(watcher).filter((topic) => topic.includes('a+#'));
    expect(topics).to.deep.equal([]);
  });

  it('acknowledges basic ingest and delivers it to no subscriber', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['$aws/rules/mine/a', 1]);

    device.send(publishPacket('$aws/rules/mine/a', 'x', 5));

    expect(await device.next('puback')).to.include({ messageId: 5 });
    await device.ping();
    expect(topicsOf(device)).to.deep.equal([]);
  });

  it('cuts a CONNECT of more than 128 KB off as soon as it is announced', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    await using device = await secure(cloud, thing);

    device.send(Buffer.from([0x10, 0xff, 0xff, 0x09]));

    expect(await device.ended).to.equal('clean');
    const { detail } = await seen(cloud, { kind: 'disconnect', reason: 'CLIENT_ERROR' });
    expect(detail).to.equal('The device sent a packet with a length that is too long.');
  });

  it('does not wait for the rest of a packet that may not come before CONNECT', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    await using device = await secure(cloud, thing);

    device.send(Buffer.from([0x30, 0xff, 0xff, 0x07]));

    expect(await device.ended).to.equal('clean');
    const { detail } = await seen(cloud, { kind: 'disconnect', reason: 'CLIENT_ERROR' });
    expect(detail).to.include('before CONNECT');
  });
});
