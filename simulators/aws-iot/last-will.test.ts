import { expect } from 'chai';
import { OPEN_POLICY, policyOf, seen, startWithThing } from './test-cloud.ts';
import { connectPacket, logIn, secure, subscribe, topicsOf } from './test-device.ts';

const will = (topic: string, more: { qos?: 0 | 1 | 2; retain?: boolean } = {}) => ({
  topic,
  payload: Buffer.from('gone'),
  qos: 0 as const,
  retain: false,
  ...more,
});

describe('A last will at the stand-in', () => {
  const PUBLISHES_A = policyOf(['Allow', 'Connect', 'client/*'], ['Allow', 'Publish', 'topic/a']);
  const REFUSED: readonly [
    what: string,
    last: ReturnType<typeof will>,
    policy: object,
    cause: string,
  ][] = [
    ['of QoS 2', will('a', { qos: 2 }), OPEN_POLICY, 'QOS_2_UNSUPPORTED'],
    ['outside of the policy', will('b'), PUBLISHES_A, 'POLICY_DOES_NOT_ALLOW'],
    [
      'to be retained, without iot:RetainPublish',
      will('a', { retain: true }),
      PUBLISHES_A,
      'POLICY_DOES_NOT_ALLOW',
    ],
    ['to a filter', will('a/+'), OPEN_POLICY, 'TOPIC_INVALID'],
    ['to $SYS', will('$SYS/a'), OPEN_POLICY, 'TOPIC_RESERVED'],
    ['to more than 256 bytes of topic', will('a'.repeat(257)), OPEN_POLICY, 'TOPIC_INVALID'],
  ];
  for (const [what, last, policy, cause] of REFUSED) {
    it(`${what} is refused with the CONNECT it came in`, async () => {
      const { cloud, thing } = await startWithThing({}, policy);
      await using _closing = cloud;
      await using device = await secure(cloud, thing);

      device.send(connectPacket({ will: last }));

      expect(await device.ended).to.equal('clean');
      expect(device.received).to.deep.equal([]);
      const { outcome } = await seen(cloud, { kind: 'connect' });
      expect(outcome).to.include({ accepted: false, cause });
    });
  }

  it('is told without its text when CONNECT is accepted', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;

    await using _device = await logIn(cloud, thing, { will: will('a', { qos: 1, retain: true }) });

    const connect = await seen(cloud, { kind: 'connect' });
    expect(connect.will).to.deep.equal({ topic: 'a', qos: 1, retain: true, bytes: 4 });
  });

  it('reaches also those who are told of the end of the connection', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _closing = cloud;
    const watching = await cloud.createThing({ policy: OPEN_POLICY });
    await using watcher = await logIn(cloud, watching, { clientId: 'watcher' });
    await subscribe(watcher, ['a', 0], ['$aws/events/presence/disconnected/+', 0]);
    const device = await logIn(cloud, thing, { will: will('a', { qos: 1 }) });

    device.cut();

    const to = { kind: 'deliver', clientId: 'watcher' } as const;
    await seen(cloud, { ...to, topic: '$aws/events/presence/disconnected/sdk-java' });
    expect(await seen(cloud, { ...to, topic: 'a' })).to.include({ qos: 0 });
  });

  const CONNECTS: [string, string, string] = ['Allow', 'Connect', 'client/*'];
  for (const [what, policy, retain] of [
    ['it any more', policyOf(CONNECTS), false],
    ['retaining it any more', policyOf(CONNECTS, ['Allow', 'Publish', 'topic/a']), true],
  ] as const) {
    it(`is neither sent nor retained when the policy does not allow ${what}`, async () => {
      const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
      await using _closing = cloud;
      const watching = await cloud.createThing({ policy: OPEN_POLICY });
      await using watcher = await logIn(cloud, watching, { clientId: 'watcher' });
      await subscribe(watcher, ['#', 0]);
      const device = await logIn(cloud, thing, { will: will('a', { retain }) });

      cloud.registry.putPolicy(thing.policyName, policy);
      device.cut();
      await seen(cloud, { kind: 'disconnect', clientId: 'sdk-java' });
      await cloud.publish('after', 'x');

      expect(await watcher.next('publish')).to.include({ topic: 'after' });
      expect(topicsOf(watcher)).to.deep.equal([]);
      await subscribe(watcher, ['a', 0]);
      await cloud.publish('last', 'x');
      expect(await watcher.next('publish')).to.include({ topic: 'last' });
    });
  }
});
