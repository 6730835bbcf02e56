import { expect } from 'chai';
import type { AwsReason } from '../../harness/clouds/events.ts';
import type { StandIn } from './stand-in.ts';
import type { CreatedThing, StandInOptions } from './stand-in-options.ts';
import { OPEN_POLICY, policyOf, seen, startWithThing } from './test-cloud.ts';
import { connectPacket, logIn, publishPacket, subscribe, type TestDevice } from './test-device.ts';

const WILL = { topic: 'will', payload: Buffer.from('gone'), qos: 0 as const };
const DISCONNECTED = '$aws/events/presence/disconnected/sdk-java';
const POLICY = policyOf(
  ['Allow', '*', '*'],
  ['Deny', 'Publish', 'topic/forbidden'],
  ['Deny', 'Subscribe', 'topicfilter/forbidden'],
);

interface Case {
  readonly reason: AwsReason;
  readonly when: string;
  readonly end: (parts: {
    device: TestDevice;
    cloud: StandIn;
    thing: CreatedThing;
  }) => Promise<unknown> | unknown;
  readonly options?: StandInOptions;
  readonly isWillSent?: boolean;
}

const CASES: readonly Case[] = [
  {
    reason: 'CLIENT_INITIATED_DISCONNECT',
    when: 'it sends DISCONNECT',
    isWillSent: false,
    end: ({ device }) => device.send({ cmd: 'disconnect' }),
  },
  {
    reason: 'AUTH_ERROR',
    when: 'it publishes what it may not',
    end: ({ device }) => device.send(publishPacket('forbidden', 'x')),
  },
  {
    reason: 'AUTH_ERROR',
    when: 'it subscribes to what it may not',
    end: ({ device }) =>
      device.send({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: 'forbidden', qos: 0 }],
      }),
  },
  {
    reason: 'AUTH_ERROR',
    when: 'its certificate is revoked',
    end: ({ cloud, thing }) => cloud.registry.setCertificateStatus(thing.certificateId, 'REVOKED'),
  },
  {
    reason: 'CLIENT_ERROR',
    when: 'it sends a second CONNECT',
    end: ({ device }) => device.send(connectPacket()),
  },
  {
    reason: 'CLIENT_ERROR',
    when: 'it sends what is no MQTT',
    end: ({ device }) => device.send(Buffer.from('f000', 'hex')),
  },
  {
    reason: 'CONNECTION_LOST',
    when: 'its connection is cut',
    end: ({ device }) => device.cut(),
  },
  {
    reason: 'DUPLICATE_CLIENTID',
    when: 'its client id is taken over',
    end: async ({ cloud, thing }) => {
      const other = await logIn(cloud, thing);
      await other.ping();
      other.cut();
    },
  },
  {
    reason: 'MQTT_KEEP_ALIVE_TIMEOUT',
    when: 'it is silent for too long',
    options: { limits: { minKeepAlive: 0.1 } },
    end: () => {},
  },
  {
    reason: 'THROTTLED',
    when: 'it publishes too much, where that ends a connection',
    options: { tooManyPublishes: 'close', limits: { publishesInPerSecond: 1 } },
    end: ({ device }) => device.send(publishPacket('a', 'x'), publishPacket('a', 'x')),
  },
  {
    reason: 'SERVER_INITIATED_DISCONNECT',
    when: 'a fault of the cloud ends it',
    end: async ({ device, cloud }) => {
      using _fault = cloud.interfere({ packet: 'pingresp', does: 'close' });
      device.send({ cmd: 'pingreq' });
      await device.ended;
    },
  },
  {
    reason: 'API_INITIATED_DISCONNECT',
    when: 'the API disconnects it',
    end: ({ cloud }) => expect(cloud.disconnect('sdk-java')).to.equal(true),
  },
  {
    reason: 'API_INITIATED_DISCONNECT',
    when: 'the API disconnects it and prevents its last will',
    isWillSent: false,
    end: ({ cloud }) => cloud.disconnect('sdk-java', { preventWill: true }),
  },
];

describe('A device is disconnected', () => {
  for (const { reason, when, end, options = {}, isWillSent = true } of CASES) {
    it(`for ${reason} when ${when}; its last will is ${isWillSent ? '' : 'not '}sent`, async () => {
      const { cloud, thing } = await startWithThing(options, POLICY);
      await using _closing = cloud;
      const other = await cloud.createThing({ policy: OPEN_POLICY });
      await using watcher = await logIn(cloud, other, { clientId: 'watcher', keepalive: 60 });
      await subscribe(watcher, ['will', 0], [DISCONNECTED, 0], ['end', 0]);
      const keepalive = options.limits?.minKeepAlive === undefined ? 60 : 1;
      await using device = await logIn(cloud, thing, { will: WILL, keepalive });

      await end({ device, cloud, thing });
      await device.ended;
      const gone = await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java', connection: 2 });
      await seen(cloud, { kind: 'deliver', clientId: 'watcher', topic: DISCONNECTED });
      if (isWillSent) await seen(cloud, { kind: 'deliver', clientId: 'watcher', topic: 'will' });
      await cloud.publish('end', 'x');
      await seen(cloud, { kind: 'deliver', clientId: 'watcher', topic: 'end' });

      expect(gone.reason).to.equal(reason);
      expect(gone.detail).to.match(/^[A-Z].*\.$/s);
      const told = cloud.events.flatMap((event) =>
        event.kind === 'deliver' && event.topic === DISCONNECTED
          ? [JSON.parse(Buffer.from(event.payload).toString())]
          : [],
      );
      expect(told[0]).to.include({
        disconnectReason: reason,
        clientInitiatedDisconnect: reason === 'CLIENT_INITIATED_DISCONNECT',
      });
      const wills = cloud.events.filter(
        (event) => event.kind === 'deliver' && event.topic === 'will',
      );
      expect(wills).to.have.length(isWillSent ? 1 : 0);
    });
  }

  it('by the API with its session, where that is asked for', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    for (const [cleanSession, sessionPresent] of [
      [false, true],
      [true, false],
    ] as const) {
      const first = await logIn(cloud, thing, { clean: false });
      await subscribe(first, ['a', 1]);
      cloud.disconnect('sdk-java', { cleanSession });
      await first.ended;
      const from = cloud.events.length;
      await using again = await logIn(cloud, thing, { clean: false });
      await seen(cloud, { kind: 'connect', outcome: { sessionPresent } }, from);
      await cloud.publish('a', 'x');
      await again.ping();
      const topics = again.received.filter(({ cmd }) => cmd === 'publish');
      expect(topics).to.have.length(sessionPresent ? 1 : 0);
    }
  });

  it('by the API only while it is connected', async () => {
    const { cloud } = await startWithThing();
    await using _closing = cloud;

    expect(cloud.disconnect('sdk-java')).to.equal(false);
  });
});
