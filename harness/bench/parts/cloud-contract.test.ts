import { expect } from 'chai';
import type { Authority } from '../../../certs/authority.ts';
import { requireSoundCredentials } from '../../../certs/check-credentials.ts';
import { sampleAuthority, strangeAuthority } from '../../../certs/sample-credentials.ts';
import { skipBecause } from '../../../reports/skip.ts';
import { startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import type { Cloud, Thing } from '../../clouds/cloud.ts';
import { connectOnce, type HostCall } from '../../clouds/connect-once.ts';
import { checkFromHost } from '../../clouds/host-client.ts';
import type { RunningBroker } from '../../clouds/mosquitto/broker.ts';
import { startMosquittoCloud } from '../../clouds/mosquitto-cloud.ts';
import { standInCloud } from '../../clouds/stand-in-cloud.ts';
import { failure } from '../failure.ts';
import { PEERS } from './mosquitto-peers.ts';
import { silent } from './opened-release.ts';

const SOON = 25_000;
/** An image may have to be unpacked before its first container runs. */
const START_MS = 180_000;
const TOPIC = 'sdk/test/java';
const CLIENT = 'sdk-java';
const PLACE = { host: '127.0.0.1', port: 0 } as const;

const callOf = ({ endpoint, rootCaPem }: Cloud, thing: Thing) => ({
  endpoint,
  credentials: { ...thing, caPem: rootCaPem },
  clientId: CLIENT,
});

/** A device made of an MQTT client on this computer. */
const connect = (cloud: Cloud, thing: Thing, options: Pick<HostCall, 'will'> = {}) =>
  connectOnce({ ...callOf(cloud, thing), withinMs: SOON, ...options });

const isLetIn = async (cloud: Cloud, thing: Thing): Promise<boolean> => {
  try {
    await (await connect(cloud, thing)).endAsync();
    return true;
  } catch {
    return false;
  }
};

type Open = (authority: Authority, context: Mocha.Context) => Promise<Cloud>;

let broker: RunningBroker | undefined;

const mosquitto =
  (which: keyof typeof PEERS): Open =>
  async (authority, context) => {
    const peer = await PEERS[which]();
    if (peer.found === null) return skipBecause(context, peer.why);
    const starter: typeof peer.starter = {
      ...peer.starter,
      start: async (files, place) => {
        broker = await peer.starter.start(files, place);
        return broker;
      },
    };
    return startMosquittoCloud({ starter, place: PLACE, authority });
  };

const CLOUDS: Readonly<Record<string, Open>> = {
  'The stand-in': async (authority) => standInCloud(await startStandIn({ authority })),
  'A Mosquitto as a program': mosquitto('program'),
  'A Mosquitto in a container': mosquitto('container'),
};

for (const [name, open] of Object.entries(CLOUDS)) {
  describe(`${name} is a cloud that`, function () {
    this.timeout(START_MS);
    let cloud: Cloud;
    let thing: Thing;
    let from = 0;

    before('start it', async function () {
      cloud = await open(await sampleAuthority(), this);
      thing = await cloud.createThing();
    });

    beforeEach(() => {
      from = cloud.position();
    });

    after('end it', () => cloud?.[Symbol.asyncDispose]());

    it('makes things with sound credentials of their own', async () => {
      const other = await cloud.createThing({ name: 'a-name-of-its-own' });

      expect(other.name).to.equal('a-name-of-its-own');
      expect(other.certificateId)
        .to.match(/^[0-9a-f]{64}$/)
        .and.not.equal(thing.certificateId);
      requireSoundCredentials({ ...other, caPem: cloud.rootCaPem });
    });

    it('lets a thing in, and knows it by its certificate', async () => {
      await checkFromHost(silent, { ...callOf(cloud, thing), topic: TOPIC });

      const { certificateId } = thing;
      const found = await cloud.expect(
        { kind: 'connect', clientId: CLIENT, certificateId, outcome: { accepted: true } },
        { from, withinMs: SOON },
      );
      expect(found).to.deep.include({ protocolLevel: 4, cleanSession: true, will: null });
    });

    it('sees who subscribes, and what is published, to the byte', async () => {
      const payload = Buffer.from("\0\xff\r\n'quoted', ... (5 bytes))", 'latin1');
      const device = await connect(cloud, thing);
      await device.subscribeAsync(TOPIC, { qos: 1 });
      await device.publishAsync(TOPIC, payload, { qos: 1 });

      const subscribed = await cloud.expect(
        { kind: 'subscribe', clientId: CLIENT, answer: 'suback' },
        { from, withinMs: SOON },
      );
      expect(subscribed.filters).to.deep.equal([
        { filter: TOPIC, qos: 1, outcome: { accepted: true } },
      ]);
      await cloud.expect(
        { kind: 'publish', clientId: CLIENT, topic: TOPIC, payload, qos: 1, retain: false },
        { from, withinMs: SOON },
      );
      await device.unsubscribeAsync(TOPIC);
      await cloud.expect(
        { kind: 'unsubscribe', clientId: CLIENT, filters: [TOPIC] },
        { from, withinMs: SOON },
      );
      await device.endAsync();
    });

    it('publishes to a device, and sees it acknowledge', async () => {
      const device = await connect(cloud, thing);
      await device.subscribeAsync(TOPIC, { qos: 1 });
      const received = new Promise<string>((resolve) => {
        device.once('message', (topic, payload) => resolve(`${topic}: ${payload}`));
      });

      await cloud.publish(TOPIC, 'from the cloud', { qos: 1 });

      expect(await received).to.equal(`${TOPIC}: from the cloud`);
      await cloud.expect(
        { kind: 'publish', clientId: null, payload: 'from the cloud' },
        { from, withinMs: SOON },
      );
      await cloud.expect(
        { kind: 'puback', clientId: CLIENT, topic: TOPIC },
        { from, withinMs: SOON },
      );
      await device.endAsync();
    });

    it('tells how connections end', async () => {
      const will = { topic: TOPIC, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
      const first = await connect(cloud, thing, { will });
      await cloud.expect(
        { kind: 'connect', will: { topic: TOPIC, qos: 1, retain: false, bytes: 4 } },
        { from, withinMs: SOON },
      );
      const second = await connect(cloud, thing);
      await cloud.expect(
        { kind: 'disconnect', clientId: CLIENT, reason: 'DUPLICATE_CLIENTID' },
        { from, withinMs: SOON },
      );
      await first.endAsync(true);
      await second.endAsync();
      await cloud.expect(
        { kind: 'disconnect', clientId: CLIENT, reason: 'CLIENT_INITIATED_DISCONNECT' },
        { from, withinMs: SOON },
      );
      const third = await connect(cloud, thing);
      third.stream.destroy();
      await cloud.expect(
        { kind: 'disconnect', clientId: CLIENT, reason: 'CONNECTION_LOST' },
        { from, withinMs: SOON },
      );
    });

    it('refuses a certificate while it is not ACTIVE', async () => {
      const inactive = await cloud.createThing({ status: 'INACTIVE' });
      const check = checkFromHost(silent, { ...callOf(cloud, inactive), topic: TOPIC });
      expect((await failure(check)).code).to.equal('HOST_CLIENT_REFUSED');

      await cloud.setCertificateStatus(inactive.certificateId, 'ACTIVE');
      expect(await isLetIn(cloud, inactive)).to.equal(true);

      await cloud.setCertificateStatus(inactive.certificateId, 'REVOKED');
      expect(await isLetIn(cloud, inactive)).to.equal(false);
      expect(await isLetIn(cloud, thing)).to.equal(true);
    });

    it('knows which certificates it knows', async () => {
      const authority = await sampleAuthority();
      const { certificatePem } = await authority.issueDevice();

      const id = await cloud.registerCertificate(certificatePem);

      expect((await failure(cloud.registerCertificate(certificatePem))).code).to.equal(
        'CERTIFICATE_ALREADY_REGISTERED',
      );
      expect((await failure(cloud.setCertificateStatus('0'.repeat(64), 'ACTIVE'))).code).to.equal(
        'CERTIFICATE_NOT_REGISTERED',
      );
      await cloud.setCertificateStatus(id, 'INACTIVE');
    });

    it('shows another server certificate for as long as it is told to', async () => {
      const stranger = await strangeAuthority();

      await cloud.serveAs(await stranger.issueServer({ addresses: ['127.0.0.1'] }));
      expect(await isLetIn(cloud, thing)).to.equal(false);

      await cloud.serveAs(undefined);
      expect(await isLetIn(cloud, thing)).to.equal(true);
    });

    it('has a record that can be read from any position on', async () => {
      await cloud.publish(TOPIC, 'first');
      const between = cloud.position();
      await cloud.publish(TOPIC, 'second');

      const publishes = cloud.seen(between).flatMap((event) => {
        return event.kind === 'publish' ? [Buffer.from(event.payload).toString()] : [];
      });
      expect(publishes).to.deep.equal(['second']);
      const quiet = await failure(
        cloud.expect({ kind: 'publish', payload: 'first' }, { from: between, withinMs: 10 }),
      );
      expect(quiet.code).to.equal('CLOUD_SILENT');
    });
  });
}

describe('A Mosquitto has no policies, and', () => {
  for (const which of ['program', 'container'] as const) {
    it(`as a ${which} says so, and tells who waits when it is gone`, async function () {
      this.timeout(START_MS);
      await using cloud = await mosquitto(which)(await sampleAuthority(), this);
      const policy = { Version: '2012-10-17', Statement: [] };

      expect((await failure(cloud.createThing({ policy }))).code).to.equal('CAPABILITY_MISSING');
      expect((await failure(cloud.putPolicy('p', policy))).code).to.equal('CAPABILITY_MISSING');
      const { certificatePem } = await (await strangeAuthority()).issueDevice();
      expect((await failure(cloud.registerCertificate(certificatePem))).code).to.equal(
        'CERTIFICATE_OF_ANOTHER_AUTHORITY',
      );
      const waiting = failure(cloud.expect({ kind: 'ping' }, { withinMs: START_MS }));
      await broker?.[Symbol.asyncDispose]();
      expect(await waiting).to.include({ code: 'MOSQUITTO_FAILED', colour: 'bench' });
    });
  }
});
