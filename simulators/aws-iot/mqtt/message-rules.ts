import type { PublishPacket, Subscription } from 'aedes';
import type { FilterRequest, Outcome, Refusal } from '../../../harness/clouds/events.ts';
import type { Limits } from '../options.ts';
import type { Permission } from '../permission.ts';
import { filterFault, topicFault } from './topics.ts';

export const ACCEPTED: Outcome = { accepted: true };

/** What the policy has against a message or a last will; undefined where it allows it. */
export const publishRefusal = (
  { topic, retain }: { readonly topic: string; readonly retain?: boolean },
  permission: Permission,
): Refusal | undefined =>
  permission('iot:Publish', topic) ?? (retain ? permission('iot:RetainPublish', topic) : undefined);

/** Whether a message may be published. */
export const judgePublish = (
  { topic, retain, payload, qos }: PublishPacket,
  permission: Permission,
  limits: Limits,
): Outcome => {
  const bytes = Buffer.byteLength(payload);
  if (bytes > limits.maxPayloadBytes) {
    return clientError(
      'PAYLOAD_TOO_LARGE',
      `The payload has ${bytes} bytes, AWS takes ${limits.maxPayloadBytes}.`,
    );
  }
  return (
    topicFault(topic, limits) ??
    publishRefusal({ topic, retain }, permission) ??
    (qos === 2 ? qos2Refused('PUBLISH') : ACCEPTED)
  );
};

/** Whether each filter of a SUBSCRIBE may be subscribed to; `held` are those the device has already. */
export const judgeSubscribe = (
  subscriptions: readonly Subscription[],
  permission: Permission,
  limits: Limits,
  held: ReadonlySet<string>,
): FilterRequest[] => {
  const tooMany = tooManyFilters(subscriptions.length, limits);
  const all = new Set(held);
  return subscriptions.map(({ topic, qos }) => {
    const fault =
      tooMany ??
      filterFault(topic, limits) ??
      permission('iot:Subscribe', topic) ??
      sharedFault(topic) ??
      (qos === 2 ? qos2Refused('SUBSCRIBE') : undefined) ??
      quotaFault(all.add(topic).size, limits);
    return { filter: topic, qos, outcome: fault ?? ACCEPTED };
  });
};

/** AWS also counts the filters of an UNSUBSCRIBE. */
export const tooManyFilters = (count: number, limits: Limits): Refusal | undefined =>
  count > limits.maxFiltersPerPacket
    ? clientError(
        'TOO_MANY_FILTERS',
        `There are ${count} filters in one packet, AWS takes ${limits.maxFiltersPerPacket}.`,
      )
    : undefined;

const sharedFault = (filter: string): Refusal | undefined =>
  filter.startsWith('$share/')
    ? clientError(
        'SHARED_SUBSCRIPTION_UNSUPPORTED',
        `AWS shares ${filter} among its subscribers, but this stand-in does not: subscribe without $share.`,
      )
    : undefined;

const quotaFault = (count: number, limits: Limits): Refusal | undefined =>
  count > limits.maxSubscriptions
    ? {
        accepted: false,
        reason: 'THROTTLED',
        cause: 'TOO_MANY_SUBSCRIPTIONS',
        detail: `This would be subscription ${count}, AWS gives a connection ${limits.maxSubscriptions}.`,
      }
    : undefined;

const qos2Refused = (packet: string): Refusal =>
  clientError('QOS_2_UNSUPPORTED', `A ${packet} asks for QoS 2, which AWS does not have.`);

const clientError = (cause: Refusal['cause'], detail: string): Refusal => ({
  accepted: false,
  reason: 'CLIENT_ERROR',
  cause,
  detail,
});
