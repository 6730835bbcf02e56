import { expect } from 'chai';
import { OPEN_POLICY, seen, startWithThing } from './test-cloud.ts';
import { connectPacket, logIn, publishPacket, secure, subscribe, topicsOf } from './test-device.ts';

/** Hex, with blanks between the fixed header, identifiers and texts. */
const MALFORMED: readonly [what: string, frame: string, says: string][] = [
  ['a SUBSCRIBE without a filter', '8202 0001', 'SUBSCRIBE without a topic filter'],
  ['an UNSUBSCRIBE without a filter', 'a202 0001', 'UNSUBSCRIBE without a topic filter'],
  ['a SUBSCRIBE with packet id 0', '8206 0000 000161 00', 'SUBSCRIBE with the packet id 0'],
  ['an UNSUBSCRIBE with packet id 0', 'a205 0000 000161', 'UNSUBSCRIBE with the packet id 0'],
  ['a PUBLISH with packet id 0', '3206 000161 0000 78', 'PUBLISH with the packet id 0'],
  ['a topic that is not UTF-8', '3004 0002fffe', 'PUBLISH with a text that is not UTF-8'],
  ['a topic with half a surrogate pair', '3005 0003eda080', 'a text that is not UTF-8'],
  ['a topic with a zero in it', '3005 0003610062', 'PUBLISH with a zero character'],
  ['a filter with a zero in it', '8208 0001 0003610062 00', 'SUBSCRIBE with a zero character'],
  ['a filter that is not UTF-8', 'a206 0001 0002fffe', 'UNSUBSCRIBE with a text that is not UTF-8'],
  ['a PUBLISH of QoS 3', '3606 000161 0001 78', 'no MQTT 3.1.1'],
  ['a SUBSCRIBE with the wrong flags', '8006 0001 000161 00', 'no MQTT 3.1.1'],
  ['a packet of a reserved type', 'f000', 'no MQTT 3.1.1'],
];

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('A device that breaks the rules of MQTT', () => {
  for (const [what, frame, says] of MALFORMED) {
    it(`is cut off for ${what}`, async () => {
      const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);

      device.send(bytes(frame));

      expect(await device.ended).to.equal('clean');
      expect(device.received).to.deep.equal([]);
      const { reason, detail } = await seen(cloud, { kind: 'disconnect' });
      expect(reason).to.equal('CLIENT_ERROR');
      expect(detail).to.include(says);
    });
  }

  it('is cut off for a client id that is not UTF-8', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await secure(cloud, thing);

    device.send(bytes('100e 00044d515454 04 02 003c 0002fffe'));

    expect(await device.ended).to.equal('clean');
    expect(device.received).to.deep.equal([]);
    await seen(cloud, { kind: 'disconnect', clientId: null, reason: 'CLIENT_ERROR' });
  });

  it('is not taken for one that sends the replacement character itself', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send(publishPacket('\ufffd', 'x', 1));

    expect(await device.next('puback')).to.include({ messageId: 1 });
  });

  it('is cut off for a DISCONNECT before CONNECT, which is no polite end', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    await using device = await secure(cloud, thing);

    device.send({ cmd: 'disconnect' });

    expect(await device.ended).to.equal('clean');
    const { reason, detail } = await seen(cloud, { kind: 'disconnect' });
    expect(reason).to.equal('CLIENT_ERROR');
    expect(detail).to.include('DISCONNECT before CONNECT');
  });

  it('is not heard any more after its DISCONNECT', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using watcher = await logIn(cloud, thing, { clientId: 'watcher' });
    await subscribe(watcher, ['#', 0]);
    const will = { topic: 'will', payload: Buffer.from('gone'), qos: 0 as const };
    await using device = await logIn(cloud, thing, { will });

    device.send(
      publishPacket('before', 'x', 1),
      { cmd: 'disconnect' },
      publishPacket('after', 'x', 2),
      connectPacket(),
    );

    expect(await device.ended).to.equal('clean');
    await seen(cloud, { kind: 'disconnect', reason: 'CLIENT_INITIATED_DISCONNECT' });
    await watcher.ping();
    expect(topicsOf(watcher)).to.deep.equal(['before']);
    const published = cloud.events.filter(({ kind }) => kind === 'publish');
    expect(published.map((event) => 'topic' in event && event.topic)).to.deep.equal(['before']);
  });
});
