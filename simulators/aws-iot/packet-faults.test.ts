import { expect } from 'chai';
import type { Packet } from 'mqtt-packet';
import type { PacketFault } from '../../harness/clouds/packet-fault.ts';
import { OPEN_POLICY, seen, startWithThing } from './test-cloud.ts';
import { connectPacket, logIn, publishPacket, secure, subscribe } from './test-device.ts';

const TOPIC = 'a/b';

const NAMES = ['publish', 'puback', 'suback', 'unsuback', 'pingresp'] as const;

/** What makes the cloud send each kind of packet to a device that has subscribed to everything. */
const CAUSES: Readonly<Record<(typeof NAMES)[number], Packet>> = {
  publish: publishPacket(TOPIC, 'x'),
  puback: publishPacket('other', 'x', 9),
  suback: { cmd: 'subscribe', messageId: 9, subscriptions: [{ topic: 'c', qos: 0 }] },
  unsuback: { cmd: 'unsubscribe', messageId: 9, unsubscriptions: ['c'] },
  pingresp: { cmd: 'pingreq' },
};

describe('A fault on what the cloud sends', () => {
  for (const packet of NAMES) {
    it(`loses a ${packet.toUpperCase()} and no other, and says so`, async () => {
      const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);
      await subscribe(device, [TOPIC, 0]);
      {
        using _fault = cloud.interfere({ packet, to: 1, does: 'drop' });
        device.send(CAUSES[packet], CAUSES[packet]);
        await device.next(packet);
        await device.ping();
      }

      expect(device.received).to.deep.equal([]);
      expect(await seen(cloud, { kind: 'interfered' })).to.include({
        clientId: 'sdk-java',
        packet,
        occurrence: 1,
        did: 'dropped',
      });
    });
  }

  it('loses the first CONNACKs, however often the device calls', async () => {
    const { cloud, thing } = await startWithThing();
    await using _closing = cloud;
    using _fault = cloud.interfere({ packet: 'connack', to: 2, does: 'drop' });

    for (const occurrence of [1, 2]) {
      await using device = await secure(cloud, thing);
      device.send(connectPacket());
      await seen(cloud, { kind: 'interfered', packet: 'connack', occurrence, did: 'dropped' });
      expect(device.received).to.deep.equal([]);
    }
    await using _third = await logIn(cloud, thing);
  });

  it('withholds until it is lifted', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    {
      using _fault = cloud.interfere({ packet: 'puback', does: 'withhold' });
      device.send(publishPacket(TOPIC, 'x', 7));
      await device.ping();
      expect(device.received).to.deep.equal([]);
    }

    expect(await device.next('puback')).to.include({ messageId: 7 });
    await seen(cloud, { kind: 'interfered', packetId: 7, did: 'released' });
  });

  it('withholds nothing from whoever has gone', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    {
      using _fault = cloud.interfere({ packet: 'puback', does: 'withhold' });
      await using device = await logIn(cloud, thing);
      device.send(publishPacket(TOPIC, 'x', 7));
      await seen(cloud, { kind: 'interfered', did: 'withheld' });
      device.cut();
      await seen(cloud, { kind: 'disconnect' });
    }

    const did = cloud.events.flatMap((event) => (event.kind === 'interfered' ? [event.did] : []));
    expect(did).to.deep.equal(['withheld']);
  });

  it('delays one, and what follows does not wait for it', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    using _fault = cloud.interfere({ packet: 'puback', to: 1, does: { delayMs: 100 } });

    device.send(publishPacket(TOPIC, 'x', 1), publishPacket(TOPIC, 'y', 2));

    expect(await device.next('puback')).to.include({ messageId: 2 });
    expect(await device.next('puback')).to.include({ messageId: 1 });
    await seen(cloud, { kind: 'interfered', packetId: 1, did: 'delayed' });
  });

  it('sends one twice', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, [TOPIC, 1]);
    using _fault = cloud.interfere({ packet: 'publish', topic: TOPIC, does: 'duplicate' });

    await cloud.publish(TOPIC, 'x', { qos: 1 });

    const [first, second] = [await device.next('publish'), await device.next('publish')];
    expect(second).to.deep.equal(first);
  });

  it('ends the connection in the place of an answer', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    using _fault = cloud.interfere({ packet: 'connack', to: 1, does: 'close' });
    await using device = await secure(cloud, thing);

    device.send(connectPacket());

    expect(await device.ended).to.equal('clean');
    expect(device.received).to.deep.equal([]);
    const { reason, detail } = await seen(cloud, { kind: 'disconnect' });
    expect(reason).to.equal('SERVER_INITIATED_DISCONNECT');
    expect(detail).to.equal('A fault ended the connection in place of CONNACK.');
  });

  it('befalls one device and not its neighbour', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    const fault: PacketFault = { packet: 'pingresp', clientId: 'deaf', does: 'drop' };
    using _fault = cloud.interfere(fault);
    await using deaf = await logIn(cloud, thing, { clientId: 'deaf' });
    await using neighbour = await logIn(cloud, thing);

    deaf.send({ cmd: 'pingreq' });
    await seen(cloud, { kind: 'interfered', clientId: 'deaf', did: 'dropped' });

    await neighbour.ping();
    expect(deaf.received).to.deep.equal([]);
  });

  it('makes a device send again what it got no PUBACK for', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    using _fault = cloud.interfere({ packet: 'puback', to: 1, does: 'drop' });

    device.send(publishPacket(TOPIC, 'x', 3));
    await seen(cloud, { kind: 'interfered' });
    device.send({ ...publishPacket(TOPIC, 'x', 3), dup: true });

    expect(await device.next('puback')).to.include({ messageId: 3 });
    await seen(cloud, { kind: 'publish', dup: true, packetId: 3 });
  });
});
