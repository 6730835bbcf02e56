import type { ThingOptions } from '../../clouds/cloud.ts';
import type { Lab } from '../lab.ts';
import { onReleases, type Wrong } from './on-releases.ts';

const SOON = 500;

const as = async (lab: Lab, options: ThingOptions): Promise<void> => {
  await lab.prepare(lab.credentialsOf(await lab.createThing(options)));
  await lab.connect();
};

const flawed = (
  name: string,
  expected: string,
  flaw: Parameters<Lab['flawedDevice']>[0],
  finding: string,
): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    const credentials = await lab.flawedDevice(flaw);
    await lab.createThing({ credentials });
    await lab.prepare(credentials, { inSpiteOf: [finding] });
    await lab.connect();
  },
});

const OF_ITS_THING = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iot:*',
      Resource: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of AWS
        'arn:aws:iot:eu-west-1:123456789012:client/${iot:Connection.Thing.ThingName}',
        'arn:aws:iot:eu-west-1:123456789012:topic/*',
      ],
    },
  ],
};

/** Credentials that are in the board as they have to be, and that the cloud does not like. */
export const WRONG_STANDING = onReleases([
  {
    name: 'the certificate was never registered',
    expected: 'CERTIFICATE_UNKNOWN',
    steps: async (lab) => {
      await lab.prepare(await lab.curveDevice());
      await lab.connect();
    },
  },
  {
    name: 'the certificate is of another authority, and not registered',
    expected: 'CERTIFICATE_UNKNOWN',
    steps: async (lab) => {
      await lab.prepare(await lab.flawedDevice('otherAuthority'));
      await lab.connect();
    },
  },
  {
    name: 'the certificate was never activated',
    expected: 'CERTIFICATE_INACTIVE',
    steps: (lab) => as(lab, { status: 'INACTIVE' }),
  },
  {
    name: 'the certificate was revoked',
    expected: 'CERTIFICATE_REVOKED',
    steps: (lab) => as(lab, { status: 'REVOKED' }),
  },
  {
    name: 'the certificate was revoked between two connections',
    expected: 'CERTIFICATE_REVOKED',
    steps: async (lab) => {
      const thing = await lab.thing();
      await lab.prepare(lab.credentialsOf(thing));
      await lab.connect();
      await lab.cloud.setCertificateStatus(thing.certificateId, 'REVOKED');
      await lab.cloud.disconnect('sdk-java');
      await lab.board.mqtt.expectLoss();
      await lab.connect();
    },
  },
  {
    name: 'the certificate was revoked while the board was connected',
    expected: 'CERTIFICATE_REVOKED',
    steps: async (lab) => {
      const thing = await lab.thing();
      await lab.prepare(lab.credentialsOf(thing));
      await lab.connect();
      await lab.cloud.setCertificateStatus(thing.certificateId, 'REVOKED');
      await lab.cloud.disconnect('sdk-java');
      await lab.board.mqtt.publish('topic_1', 'still here?', { qos: 1 });
    },
  },
  flawed('the certificate has expired', 'CERTIFICATE_EXPIRED', 'expired', 'CERTIFICATE_EXPIRED'),
  flawed(
    'the certificate is valid from tomorrow on',
    'CERTIFICATE_NOT_YET_VALID',
    'notYetValid',
    'CERTIFICATE_NOT_YET_VALID',
  ),
  {
    name: 'the board works, as another thing than was wanted',
    expected: 'CERTIFICATE_OF_ANOTHER_THING',
    steps: async (lab) => {
      const { certificateId } = await lab.thing();
      await lab.prepare(lab.credentialsOf(await lab.createThing()));
      const from = lab.cloud.position();
      await lab.connect();
      await lab.cloud.expect({ kind: 'connect', certificateId }, { from, withinMs: SOON });
    },
  },
  {
    name: 'the policy speaks of the thing, and the certificate is that of another',
    expected: 'CERTIFICATE_OF_ANOTHER_THING',
    steps: async (lab) => {
      const wanted = await lab.createThing({ name: 'pump-1', policy: OF_ITS_THING });
      const other = await lab.createThing({ name: 'pump-2', policy: OF_ITS_THING });
      await lab.prepare(lab.credentialsOf(other));
      await lab.connect({ clientId: wanted.name });
    },
  },
  {
    name: 'another device has the client id',
    expected: 'CLIENT_ID_TAKEN',
    steps: async (lab) => {
      const other = await lab.createThing();
      await lab.prepare(lab.credentialsOf(await lab.thing()));
      await lab.connect();
      await using _other = await lab.trials.connectFromHost(other, 'sdk-java');
      await lab.board.mqtt.publish('topic_1', 'still here?', { qos: 1 });
    },
  },
  {
    name: 'another device takes the connection over and over',
    expected: 'CLIENT_ID_TAKEN',
    steps: async (lab) => {
      const other = await lab.createThing();
      await lab.prepare(lab.credentialsOf(await lab.thing()));
      await lab.connect({ reconnect: true });
      for (const _ of [1, 2]) {
        await using _other = await lab.trials.connectFromHost(other, 'sdk-java');
        const from = lab.board.position();
        await lab.board.mqtt.expectReturn({ from });
      }
      await using _other = await lab.trials.connectFromHost(other, 'sdk-java');
      await lab.board.mqtt.publish('topic_1', 'still here?', { qos: 1 });
    },
  },
  {
    name: 'two boards were given one identity',
    expected: 'TWO_BOARDS_SHARE_IDENTITY',
    steps: async (lab) => {
      const thing = await lab.thing();
      await lab.prepare(lab.credentialsOf(thing));
      await lab.connect();
      await using _other = await lab.trials.connectFromHost(thing, 'sdk-java');
      await lab.board.mqtt.publish('topic_1', 'still here?', { qos: 1 });
    },
  },
]);
