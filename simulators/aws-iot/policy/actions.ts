import type { Arns } from '../arns.ts';

/** What devices do over MQTT, and the kind of ARN that each action is about. */
const OVER_MQTT = {
  'iot:Connect': 'client',
  'iot:Publish': 'topic',
  'iot:RetainPublish': 'topic',
  'iot:Subscribe': 'topicfilter',
  'iot:Receive': 'topic',
} as const;

/** What devices do over HTTP. The same done over MQTT is publishing and subscribing to `$aws/things/` topics. */
const OVER_HTTP = {
  'iot:GetThingShadow': 'thing',
  'iot:UpdateThingShadow': 'thing',
  'iot:DeleteThingShadow': 'thing',
  'iot:DescribeJobExecution': 'thing',
  'iot:GetPendingJobExecutions': 'thing',
  'iot:StartNextPendingJobExecution': 'thing',
  'iot:UpdateJobExecution': 'thing',
  'iot:GetRetainedMessage': 'topic',
  'iot:AssumeRoleWithCertificate': 'rolealias',
} as const;

export type DeviceAction = keyof typeof OVER_MQTT;
export type Action = DeviceAction | keyof typeof OVER_HTTP;

const KINDS: Readonly<Record<Action, Parameters<Arns>[0]>> = { ...OVER_MQTT, ...OVER_HTTP };

/** The ARN that an action on a client id, topic, filter or thing is about. */
export const resourceOf = (arns: Arns, action: Action, name: string): string =>
  arns(KINDS[action], name);

/** Whether a resource is of the kind that an action is about: publishing to a topic filter is nothing anybody can do. */
export const isOfKind = (action: Action, resource: string): boolean =>
  resource.split(':').slice(5).join(':').startsWith(`${KINDS[action]}/`);

export const isHttpAction = (action: string): boolean => Object.hasOwn(OVER_HTTP, action);

/**
 * How the console spells iot:RetainPublish in the policies of its quick connect since 2023. Whether AWS takes it for the
 * same is not known.
 */
export const CONSOLE_RETAIN = 'iot:PublishRetain';
