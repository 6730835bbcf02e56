import { BadInput } from '../../../errors/bench-error.ts';
import { topicFault } from '../mqtt/topics.ts';
import type { RetainedMessage } from '../retained-messages.ts';
import { AwsRefusal } from './aws-refusal.ts';
import type { DataPlane } from './data-plane.ts';
import type { Operation } from './operations.ts';
import { BY_TOKEN, pageOf } from './paging.ts';

/** Publishing, and what is retained of what was published. */
export const messageOperations = ({ publish, retained, limits }: DataPlane): Operation[] => [
  {
    name: 'Publish',
    method: 'POST',
    path: '/topics/{topic+}',
    answer: async (request) => {
      const topic = request.param('topic');
      const fault = topicFault(topic, limits);
      if (fault) throw new AwsRefusal('InvalidRequestException', fault.detail);
      if (request.body.length > limits.maxPayloadBytes) {
        throw new AwsRefusal(
          'RequestEntityTooLargeException',
          `The payload has ${request.body.length} bytes, AWS takes ${limits.maxPayloadBytes}.`,
        );
      }
      const qos = request.whole('qos', { most: 1 }) === 1 ? 1 : 0;
      await publish(topic, request.body, { qos, retain: request.flag('retain') });
      return { message: 'OK', traceId: crypto.randomUUID() };
    },
  },
  {
    name: 'ListRetainedMessages',
    method: 'GET',
    path: '/retainedMessage',
    answer: (request) => {
      const keyOf = ({ topic }: RetainedMessage) => topic;
      const listing = { items: retained.all(), keyOf, words: BY_TOKEN };
      const { page, next } = pageOf(request, listing);
      const retainedTopics = page.map(({ topic, payload, qos, lastModified }) => ({
        topic,
        payloadSize: payload.length,
        qos,
        lastModifiedTime: lastModified,
      }));
      return { retainedTopics, nextToken: next };
    },
  },
  {
    name: 'GetRetainedMessage',
    method: 'GET',
    path: '/retainedMessage/{topic+}',
    answer: (request) => {
      const message = retained.get(request.param('topic'));
      if (!message) {
        const topic = request.param('topic');
        throw new AwsRefusal('ResourceNotFoundException', `Nothing is retained at ${topic}.`);
      }
      const { topic, payload, qos, lastModified } = message;
      return { topic, payload: payload.toString('base64'), qos, lastModifiedTime: lastModified };
    },
  },
];

/** What AWS answers where a message could not be published; undefined for another error. */
export const messageRefusal = (error: unknown): AwsRefusal | undefined =>
  error instanceof BadInput && error.code === 'TOO_MANY_RETAINED'
    ? new AwsRefusal('ThrottlingException', error.message)
    : undefined;
