import type { Evidence } from '../../evidence.ts';

/** What a device asks for, and the kind of ARN it is about (AWS IoT Core policy actions). */
const KINDS = {
  'iot:Connect': 'client',
  'iot:Publish': 'topic',
  'iot:RetainPublish': 'topic',
  'iot:Receive': 'topic',
  'iot:Subscribe': 'topicfilter',
} as const;

export type PolicyAction = keyof typeof KINDS;

const ACCOUNT = /arn:aws[\w-]*:iot:[\w-]+:\d{12}:/;
const UNKNOWN_ACCOUNT = 'arn:aws:iot:REGION:ACCOUNT:';

/** A policy takes these characters for its own unless they are written so. */
const asText = (name: string): string =>
  name.replaceAll(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);

/** The statement that would allow it, as JSON to be added to the policy. */
export const allowing = (
  { certificates }: Evidence,
  action: PolicyAction,
  name: string,
  detail = '',
): string => {
  const documents = JSON.stringify(certificates.map(({ policies }) => policies));
  const [account] = ACCOUNT.exec(detail) ?? ACCOUNT.exec(documents) ?? [UNKNOWN_ACCOUNT];
  const Resource = `${account}${KINDS[action]}/${asText(name)}`;
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource });
};

const NAMED = new RegExp(`(${Object.keys(KINDS).join('|')}) on arn:`);

/** The action that a refusal speaks of; undefined where it names none. */
export const actionIn = (detail: string): PolicyAction | undefined =>
  NAMED.exec(detail)?.[1] as PolicyAction | undefined;
