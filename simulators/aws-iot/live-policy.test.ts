import { expect } from 'chai';
import { documentOf } from './policy/policy-table.ts';
import { seen, startWithThing } from './test-cloud.ts';
import { connectPacket, logIn, publishPacket, secure, subscribe, topicsOf } from './test-device.ts';

const will = (topic: string) =>
  ({ topic, payload: Buffer.from('gone'), qos: 0, retain: false }) as const;
const WILL_ARN = 'arn:aws:iot:eu-west-1:123456789012:topic/w';

const CONNECTS: readonly [
  what: string,
  policy: string,
  good: Parameters<typeof connectPacket>[0],
  bad: Parameters<typeof connectPacket>[0],
][] = [
  [
    'about kept sessions',
    'allow Connect on * if ForAllValues:StringEquals iot:ConnectAttributes = LastWill; allow Publish on *',
    { clean: true, will: will('w') },
    { clean: false },
  ],
  [
    'about the topic of the last will',
    `allow Connect on * if ArnEquals iot:LastWillTopic = ${WILL_ARN}; allow Publish on *`,
    { will: will('w') },
    { will: will('v') },
  ],
  [
    'about the client id',
    'allow Connect on * if StringNotLike iot:ClientId = sdk-*',
    { clientId: 'other' },
    { clientId: 'sdk-java' },
  ],
];

describe('A policy at the stand-in', () => {
  for (const [what, policy, good, bad] of CONNECTS) {
    it(`lets in by its condition ${what}, and nobody else`, async () => {
      const { cloud, thing } = await startWithThing({}, documentOf(policy));
      await using _closing = cloud;
      await using _welcome = await logIn(cloud, thing, good);
      await using device = await secure(cloud, thing);
      const from = cloud.events.length;

      device.send(connectPacket(bad));

      expect(await device.ended).to.equal('clean');
      const { outcome } = await seen(cloud, { kind: 'connect' }, from);
      expect(outcome).to.include({ accepted: false, cause: 'POLICY_DOES_NOT_ALLOW' });
      expect(outcome).to.have.property('detail').that.includes('does not hold, where iot:');
    });
  }

  it('knows of a last will at CONNECT and not later', async () => {
    const policy = documentOf(
      'allow Connect,Publish on * if ForAnyValue:StringEquals iot:ConnectAttributes = LastWill; allow Publish on topic/w',
    );
    const { cloud, thing } = await startWithThing({}, policy);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing, { will: will('w') });

    device.send(publishPacket('a', 'x'));

    expect(await device.ended).to.equal('clean');
    const { outcome } = await seen(cloud, { kind: 'publish' });
    expect(outcome).to.have.property('detail').that.includes('ConnectAttributes has no value here');
  });

  it('knows from where a device calls', async () => {
    const elsewhere = 'allow Connect on * if NotIpAddress aws:SourceIp = 127.0.0.0/8';
    const { cloud, thing } = await startWithThing({}, documentOf(elsewhere));
    await using _closing = cloud;
    await using device = await secure(cloud, thing);

    device.send(connectPacket());

    expect(await device.ended).to.equal('clean');
    const { outcome } = await seen(cloud, { kind: 'connect' });
    expect(outcome).to.have.property('detail').that.includes('aws:SourceIp is 127.0.0.1');
  });

  it('is asked anew for each delivery, without ending the connection', async () => {
    const { cloud, thing } = await startWithThing({}, documentOf('allow * on *'));
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);
    await subscribe(device, ['a', 0], ['b', 0]);

    cloud.registry.putPolicy(thing.policyName, documentOf('allow * on *; deny Receive on topic/a'));
    await cloud.publish('a', 'not any more');
    await cloud.publish('b', 'still');

    await device.ping();
    expect(topicsOf(device)).to.deep.equal(['b']);
  });

  for (const [what, policy] of [
    ['publishing', 'allow Connect,Subscribe on *'],
    ['subscribing', 'allow Connect,Publish on *'],
  ] as const) {
    it(`ends a connection at its next ${what} once that is not allowed any more`, async () => {
      const { cloud, thing } = await startWithThing({}, documentOf('allow * on *'));
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);
      await subscribe(device, ['a', 0]);
      device.send(publishPacket('a', 'x', 7));
      await device.next('puback');

      cloud.registry.putPolicy(thing.policyName, documentOf(policy));
      await device.ping();
      device.send(
        what === 'publishing'
          ? publishPacket('a', 'x', 8)
          : { cmd: 'subscribe', messageId: 9, subscriptions: [{ topic: 'b', qos: 0 }] },
      );

      expect(await device.ended).to.equal('clean');
      await seen(cloud, { kind: 'disconnect', reason: 'AUTH_ERROR' });
    });
  }

  it('is the one that the stand-in was given where a thing brings none', async () => {
    const policy = documentOf('allow Connect on client/mine');
    const { cloud, thing } = await startWithThing({ policy });
    await using _closing = cloud;
    await using _device = await logIn(cloud, thing, { clientId: 'mine' });
    await using other = await secure(cloud, thing);

    other.send(connectPacket());

    expect(await other.ended).to.equal('clean');
    expect(thing.policy).to.equal(policy);
  });

  it("takes the console's iot:PublishRetain for what it is told to", async () => {
    const policy = documentOf('allow Connect,Publish,PublishRetain on *');
    for (const [publishRetain, accepted] of [
      ['nothing', false],
      ['RetainPublish', true],
    ] as const) {
      const { cloud, thing } = await startWithThing({ publishRetain }, policy);
      await using _closing = cloud;
      await using device = await logIn(cloud, thing);

      device.send({ ...publishPacket('a', 'x'), retain: true });

      const { outcome } = await seen(cloud, { kind: 'publish' });
      expect(outcome.accepted, publishRetain).to.equal(accepted);
    }
  });

  it('is explained by action, resource and nearest statement where it refuses', async () => {
    const policy = documentOf('allow Connect on *; allow Publish on topic/sdk/test/python');
    const { cloud, thing } = await startWithThing({}, policy);
    await using _closing = cloud;
    await using device = await logIn(cloud, thing);

    device.send(publishPacket('sdk/test/Python', 'x', 1));

    const { outcome } = await seen(cloud, { kind: 'publish' });
    const arn = 'arn:aws:iot:eu-west-1:123456789012:topic/sdk/test';
    expect(outcome).to.include({
      cause: 'POLICY_DOES_NOT_ALLOW',
      detail:
        `No statement of ${thing.policyName} allows iot:Publish on ${arn}/Python. ` +
        `Nearest is statement 2 of ${thing.policyName}: it allows iot:Publish on ${arn}/python, which differs in capital letters.`,
    });
  });
});
