import type { Refusal, RefusalCause } from '../../../harness/clouds/events.ts';
import type { Limits } from '../options.ts';

/** Levels that AWS does not count: basic ingest and shared subscriptions. */
const UNCOUNTED = /^(\$aws\/rules\/[^/]+\/|\$share\/[^/]+\/)/;

/** Why a topic cannot be published to, apart from policies. */
export const topicFault = (topic: string, limits: Limits): Refusal | undefined => {
  if (topic === '') return invalid('The topic is empty.');
  if (/[+#]/.test(topic)) return invalid(`The topic ${topic} has a wildcard in it.`);
  if (topic.startsWith('$aws/events/')) {
    return refused('TOPIC_RESERVED', `Only the cloud publishes to ${topic}.`);
  }
  return lengthFault(topic, limits) ?? dollarFault(topic);
};

/** Why a filter cannot be subscribed to, apart from policies. */
export const filterFault = (filter: string, limits: Limits): Refusal | undefined => {
  if (filter === '') return invalid('The topic filter is empty.');
  const levels = filter.split('/');
  const isMisplaced = levels.some(
    (level, i) =>
      (level.includes('#') && (level !== '#' || i !== levels.length - 1)) ||
      (level.includes('+') && level !== '+'),
  );
  // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
  if (isMisplaced) return invalid(`The filter ${filter} has a wildcard where none may be.`);
  return lengthFault(filter, limits) ?? dollarFault(filter);
};

/** AWS knows `$aws` and `$share`; there is no `$SYS`, and subscribing to it ends the connection. */
const dollarFault = (topic: string): Refusal | undefined =>
  topic.startsWith('$') && !/^\$(aws|share)\//.test(topic)
    ? refused(
        'TOPIC_RESERVED',
        `The topic ${topic} does not exist at AWS: of $ topics it has $aws and $share.`,
      )
    : undefined;

const lengthFault = (topic: string, limits: Limits): Refusal | undefined => {
  const counted = topic.replace(UNCOUNTED, '');
  const bytes = Buffer.byteLength(counted);
  if (bytes > limits.maxTopicBytes) {
    return invalid(`The topic has ${bytes} bytes, AWS takes ${limits.maxTopicBytes}.`);
  }
  const slashes = counted.split('/').length - 1;
  if (slashes > limits.maxTopicSlashes) {
    return invalid(`The topic has ${slashes} slashes, AWS takes ${limits.maxTopicSlashes}.`);
  }
  return undefined;
};

/** Whether a filter takes a topic at AWS: as in the standard, but `sensor/#` does not take `sensor`. */
export const takes = (filter: string, topic: string): boolean => {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false; // [MQTT-4.7.2-1]
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return levels.length > i;
    if (levels[i] === undefined || (level !== '+' && level !== levels[i])) return false;
  }
  return wanted.length === levels.length;
};

const invalid = (detail: string): Refusal => refused('TOPIC_INVALID', detail);

const refused = (cause: RefusalCause, detail: string): Refusal => ({
  accepted: false,
  reason: 'CLIENT_ERROR',
  cause,
  detail,
});
