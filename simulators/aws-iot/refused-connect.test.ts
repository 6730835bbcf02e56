import { expect } from 'chai';
import { issueFlawedDevice } from '../../certs/flawed-devices.ts';
import { sampleAuthority, strangeAuthority } from '../../certs/sample-credentials.ts';
import type { RefusalCause } from '../../harness/clouds/events.ts';
import type { StandIn } from './stand-in.ts';
import { OPEN_POLICY, policyOf, seen, startCloud } from './test-cloud.ts';
import { connectPacket, type Login, logIn, secure } from './test-device.ts';

describe('A device that may not connect to the stand-in', () => {
  const REFUSED: readonly {
    what: string;
    cause: RefusalCause;
    prepare: (cloud: StandIn) => Promise<Login>;
    clientId?: string;
  }[] = [
    { what: 'without a certificate', cause: 'CERTIFICATE_MISSING', prepare: async () => null },
    {
      what: 'with a certificate that nobody registered',
      cause: 'CERTIFICATE_UNKNOWN',
      prepare: async () => (await strangeAuthority()).issueDevice(),
    },
    {
      what: 'with an inactive certificate',
      cause: 'CERTIFICATE_INACTIVE',
      prepare: (cloud) => cloud.createThing({ status: 'INACTIVE' }),
    },
    {
      what: 'with a revoked certificate',
      cause: 'CERTIFICATE_REVOKED',
      prepare: async (cloud) => {
        const thing = await cloud.createThing();
        cloud.registry.setCertificateStatus(thing.certificateId, 'REVOKED');
        return thing;
      },
    },
    ...(['expired', 'notYetValid'] as const).map((flaw) => ({
      what: `with a certificate that is ${flaw}`,
      cause:
        flaw === 'expired'
          ? ('CERTIFICATE_EXPIRED' as const)
          : ('CERTIFICATE_NOT_YET_VALID' as const),
      prepare: async (cloud: StandIn) => {
        const authority = await sampleAuthority();
        const other = await strangeAuthority();
        const credentials = await issueFlawedDevice(flaw, { authority, other });
        return cloud.createThing({ credentials });
      },
    })),
    {
      what: 'with a certificate without a policy',
      cause: 'NO_POLICY',
      prepare: async (cloud) => {
        const thing = await cloud.createThing();
        cloud.registry.detachPolicy(thing.policyName, thing.certificateId);
        return thing;
      },
    },
    {
      what: 'with a client id outside of its policy',
      cause: 'POLICY_DOES_NOT_ALLOW',
      clientId: 'basicPubSub2',
      prepare: (cloud) => cloud.createThing(),
    },
    {
      what: 'with a client id that its policy denies',
      cause: 'POLICY_DENIES',
      prepare: (cloud) =>
        cloud.createThing({
          policy: policyOf(['Allow', '*', '*'], ['Deny', 'Connect', 'client/sdk-*']),
        }),
    },
    {
      what: 'with an empty client id',
      cause: 'CLIENT_ID_INVALID',
      clientId: '',
      prepare: (cloud) => cloud.createThing({ policy: OPEN_POLICY }),
    },
    {
      what: 'with a client id that starts with $',
      cause: 'CLIENT_ID_INVALID',
      clientId: '$me',
      prepare: (cloud) => cloud.createThing({ policy: OPEN_POLICY }),
    },
    {
      what: 'with a client id of 129 bytes',
      cause: 'CLIENT_ID_INVALID',
      clientId: 'x'.repeat(129),
      prepare: (cloud) => cloud.createThing({ policy: OPEN_POLICY }),
    },
    {
      what: 'with a client id of 65 letters that take 130 bytes',
      cause: 'CLIENT_ID_INVALID',
      clientId: 'ü'.repeat(65),
      prepare: (cloud) => cloud.createThing({ policy: OPEN_POLICY }),
    },
  ];

  for (const { what, cause, prepare, clientId = 'sdk-java' } of REFUSED) {
    it(`is refused ${what}: no CONNACK, and nothing of what it sent along is done`, async () => {
      await using cloud = await startCloud();
      const witness = await cloud.createThing({ policy: OPEN_POLICY });
      await using watcher = await logIn(cloud, witness, { clientId: 'watcher' });
      watcher.send({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: 'sdk/test/java', qos: 0 }],
      });
      await watcher.next('suback');
      const login = await prepare(cloud);

      await using device = await secure(cloud, login);
      device.send(connectPacket({ clientId }), {
        cmd: 'publish',
        topic: 'sdk/test/java',
        payload: 'smuggled',
        qos: 1,
        messageId: 7,
        dup: false,
        retain: false,
      });

      expect(await device.ended).to.equal('clean');
      expect(device.received).to.deep.equal([]);
      const refused = await seen(cloud, { kind: 'connect', outcome: { accepted: false } });
      expect(refused.outcome).to.include({ cause });
      await seen(cloud, { kind: 'disconnect', clientId });
      await watcher.ping();
      expect(watcher.received.filter(({ cmd }) => cmd === 'publish')).to.deep.equal([]);
      expect(cloud.events.some(({ kind }) => kind === 'publish')).to.equal(false);
    });
  }

  it('is refused when it speaks MQTT 5', async () => {
    await using cloud = await startCloud();
    await using device = await secure(cloud, await cloud.createThing());

    device.send(Buffer.from('100e 00044d515454 05 02 003c 00 000178'.replaceAll(' ', ''), 'hex'));

    expect(await device.ended).to.equal('clean');
    expect(device.received).to.deep.equal([]);
    const { outcome, protocolLevel } = await seen(cloud, { kind: 'connect' });
    expect(protocolLevel).to.equal(5);
    expect(outcome).to.include({ accepted: false, cause: 'PROTOCOL_LEVEL_UNSUPPORTED' });
  });
});
