import type { Outcome, RefusalCause } from '../../../clouds/events.ts';
import type { Cause } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { stillMattering } from '../../past.ts';
import { toldCommands } from '../../told-commands.ts';

/** The last refusal for a cause, in the cloud's words. */
const refusedFor = (evidence: Evidence, cause: RefusalCause): string | undefined => {
  const outcomes = stillMattering(evidence).flatMap((event): readonly Outcome[] => {
    switch (event.kind) {
      case 'connect':
      case 'unsubscribe':
        return [event.outcome];
      case 'publish':
        return event.clientId === null ? [] : [event.outcome];
      case 'subscribe':
        return event.filters.map(({ outcome }) => outcome);
      default:
        return [];
    }
  });
  const refusal = outcomes.findLast((outcome) => !outcome.accepted && outcome.cause === cause);
  return refusal && !refusal.accepted ? refusal.detail : undefined;
};

/** AWS IoT Core's quota for the payload of a PUBLISH. */
const LARGEST_PAYLOAD = 128 * 1024;

/**
 * A board that has no memory for a message sends none of it, and a cloud may close on its length before it is a message
 * to anybody: then the command line has to tell.
 */
const refusedByBoard = ({ transcript }: Evidence): string | undefined => {
  const last = toldCommands(transcript).findLast(({ name }) => /^MQTTPUB(?:RAW)?$/.test(name));
  const bytes = Number(last?.values[2]);
  const hasFailed = last?.result === 'ERROR' || last?.lines.includes('+MQTTPUB:FAIL');
  return last?.name === 'MQTTPUBRAW' && hasFailed && bytes > LARGEST_PAYLOAD
    ? `the board was told to publish ${bytes} bytes, and could not`
    : undefined;
};

interface Limit {
  readonly name: string;
  readonly cause: RefusalCause;
  readonly title: string;
  readonly next: string;
  /** What else shows it, where it does not come to the cloud. */
  readonly shows?: (evidence: Evidence) => string | undefined;
}

/** Limits of AWS IoT Core (its quotas), and what to do about each. */
const LIMITS: readonly Limit[] = [
  {
    name: 'PAYLOAD_TOO_LARGE',
    cause: 'PAYLOAD_TOO_LARGE',
    title: 'A message is larger than the cloud takes.',
    next: 'Send at most 128 KB in a message: AWS closes the connection on more.',
    shows: refusedByBoard,
  },
  {
    name: 'QOS_2',
    cause: 'QOS_2_UNSUPPORTED',
    title: 'QoS 2 was asked for, which AWS IoT does not have.',
    next: 'Use QoS 0 or 1, also for the last will.',
  },
  {
    name: 'TOO_MANY_FILTERS',
    cause: 'TOO_MANY_FILTERS',
    title: 'One packet subscribes to more filters than the cloud takes.',
    next: 'Put at most 8 filters into one SUBSCRIBE or UNSUBSCRIBE.',
  },
  {
    name: 'TOO_MANY_SUBSCRIPTIONS',
    cause: 'TOO_MANY_SUBSCRIPTIONS',
    title: 'A connection subscribes to more than the cloud takes.',
    next: 'Subscribe to at most 50 filters on a connection; a wildcard may take the place of many.',
  },
  {
    name: 'SHARED_SUBSCRIPTION',
    cause: 'SHARED_SUBSCRIPTION_UNSUPPORTED',
    title: 'A shared subscription was asked for, which this cloud does not have.',
    next: 'Subscribe without $share, or use a cloud that shares.',
  },
  {
    name: 'TOPIC_INVALID',
    cause: 'TOPIC_INVALID',
    title: 'A topic or filter is none that MQTT or AWS takes.',
    next: 'Use at most 7 slashes and 256 bytes, and wildcards in filters alone.',
  },
  {
    name: 'TOPIC_RESERVED',
    cause: 'TOPIC_RESERVED',
    title: "A topic under $ is none of AWS's.",
    next: 'Take a topic that does not begin with $, or one of the documented $aws topics.',
  },
  {
    name: 'CLIENT_ID_INVALID',
    cause: 'CLIENT_ID_INVALID',
    title: 'The client id is none that the cloud takes.',
    next: 'Use 1 to 128 bytes that do not begin with $.',
  },
  {
    name: 'PROTOCOL_LEVEL_UNSUPPORTED',
    cause: 'PROTOCOL_LEVEL_UNSUPPORTED',
    title: 'The client speaks another version of MQTT than the cloud.',
    next: 'Use MQTT 3.1.1.',
  },
];

/** What the cloud never takes, whoever asks. */
export const CLOUD_LIMITS: readonly Cause[] = LIMITS.map(({ name, cause, title, next, shows }) => ({
  name,
  area: 'mqtt',
  colour: 'bench',
  title,
  find: (evidence) => {
    const detail = refusedFor(evidence, cause) ?? shows?.(evidence);
    return detail === undefined ? undefined : { confidence: 0.96, because: [detail], next };
  },
}));
