import type { MqttSettings } from '../../boards/mqtt/mqtt-settings.ts';
import type { Lab } from '../lab.ts';
import { onReleases, type Wrong } from './on-releases.ts';

const ARN = 'arn:aws:iot:eu-west-1:123456789012:';
const SOON = 500;

type Effect = 'Allow' | 'Deny';

const statement = (action: string, resource: string, effect: Effect = 'Allow') => ({
  Effect: effect,
  Action: `iot:${action}`,
  Resource: resource,
});

const CONNECT = statement('Connect', `${ARN}client/sdk-java`);
const PUBLISH = statement('Publish', `${ARN}topic/a/b`);
const SUBSCRIBE = statement('Subscribe', `${ARN}topicfilter/a/b`);
const ALL = [CONNECT, PUBLISH, SUBSCRIBE, statement('Receive', `${ARN}topic/a/b`)];

const publish = async (lab: Lab): Promise<unknown> =>
  lab.board.mqtt.publish('a/b', 'x', { qos: 1 });

const subscribe = async (lab: Lab): Promise<unknown> => lab.board.mqtt.subscribe('a/b', 1);

const receive = async (lab: Lab): Promise<void> => {
  await subscribe(lab);
  const from = lab.board.position();
  await lab.cloud.publish('a/b', 'x', { qos: 1 });
  await lab.board.mqtt.expectMessage({ topic: 'a/b' }, { from, withinMs: SOON });
};

const under = (
  name: string,
  expected: string,
  statements: readonly object[],
  step: (lab: Lab) => Promise<unknown> = async () => {},
  settings: Partial<MqttSettings> = {},
): Wrong => ({
  name,
  expected,
  steps: async (lab) => {
    const policy = { Version: '2012-10-17', Statement: statements };
    await lab.prepare(lab.credentialsOf(await lab.createThing({ policy })));
    await lab.board.mqtt.configure({ scheme: 5, clientId: 'sdk-java', ...settings });
    await lab.board.mqtt.connect({ host: lab.serverName });
    await step(lab);
  },
});

const without = (statements: readonly object[], out: object): readonly object[] =>
  statements.filter((each) => each !== out);

/** Policies that do not let the board do what it does. */
export const WRONG_POLICIES = onReleases([
  under('the policy lacks iot:Connect', 'POLICY_FORBIDS_CONNECT', without(ALL, CONNECT)),
  under('the policy lets another client id connect', 'POLICY_FORBIDS_CONNECT', [
    statement('Connect', `${ARN}client/sdk-jave`),
  ]),
  under('the policy is for another region', 'POLICY_FORBIDS_CONNECT', [
    statement('Connect', 'arn:aws:iot:us-east-1:123456789012:client/*'),
  ]),
  under('the policy is for another account', 'POLICY_FORBIDS_CONNECT', [
    statement('Connect', 'arn:aws:iot:eu-west-1:210987654321:client/*'),
  ]),
  under('the policy denies the client id', 'POLICY_FORBIDS_CONNECT', [
    ...ALL,
    statement('Connect', `${ARN}client/sdk-*`, 'Deny'),
  ]),
  {
    name: 'no policy is attached',
    expected: 'NO_POLICY',
    steps: async (lab) => {
      const thing = await lab.createThing();
      await lab.cloud.detachPolicy(thing.policyName, thing.certificateId);
      await lab.prepare(lab.credentialsOf(thing));
      await lab.connect();
    },
  },
  {
    name: 'the policy is attached to the certificate of another thing',
    expected: 'NO_POLICY',
    steps: async (lab) => {
      const [thing, other] = [await lab.createThing(), await lab.createThing()];
      await lab.cloud.detachPolicy(thing.policyName, thing.certificateId);
      await lab.cloud.attachPolicy(thing.policyName, other.certificateId);
      await lab.prepare(lab.credentialsOf(thing));
      await lab.connect();
    },
  },
  under('the policy lacks iot:Publish', 'POLICY_FORBIDS_PUBLISH', without(ALL, PUBLISH), publish),
  under(
    'the policy spells the topic with another case',
    'POLICY_FORBIDS_PUBLISH',
    [CONNECT, statement('Publish', `${ARN}topic/a/B`)],
    publish,
  ),
  under(
    'the policy denies publishing',
    'POLICY_FORBIDS_PUBLISH',
    [...ALL, statement('Publish', '*', 'Deny')],
    publish,
  ),
  under(
    'the policy does not let the last will be published',
    'POLICY_FORBIDS_PUBLISH',
    ALL,
    undefined,
    { will: { topic: 'last/words', message: 'gone' } },
  ),
  under('the policy lacks iot:RetainPublish', 'POLICY_FORBIDS_RETAIN', ALL, (lab) =>
    lab.board.mqtt.publish('a/b', 'x', { qos: 1, retain: true }),
  ),
  under(
    'the policy lacks iot:Subscribe',
    'POLICY_FORBIDS_SUBSCRIBE',
    without(ALL, SUBSCRIBE),
    subscribe,
  ),
  under(
    'the policy names a topic where a topicfilter must be',
    'POLICY_FORBIDS_SUBSCRIBE',
    [...without(ALL, SUBSCRIBE), statement('Subscribe', `${ARN}topic/a/b`)],
    subscribe,
  ),
  under(
    'the policy lacks iot:Receive',
    'POLICY_FORBIDS_RECEIVE',
    [CONNECT, PUBLISH, SUBSCRIBE],
    receive,
  ),
  under(
    'the policy denies receiving',
    'POLICY_FORBIDS_RECEIVE',
    [...ALL, statement('Receive', '*', 'Deny')],
    receive,
  ),
]);
