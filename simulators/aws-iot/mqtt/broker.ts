import type { Readable } from 'node:stream';
import { Aedes, type Client, type Subscription } from 'aedes';
import type { IPublishPacket } from 'mqtt-packet';
import type { RetainedMessages } from '../retained-messages.ts';
import { DeviceLink } from './device-link.ts';
import { publishRefusal } from './message-rules.ts';
import { Repetitions } from './repetitions.ts';
import { isToBeRetained, type RetainedTopics } from './retained-topics.ts';
import type { Owner, StoredMessage, StoredMessages } from './stored-messages.ts';
import { takes } from './topics.ts';

/** The part of aedes' store that its types leave out. */
interface SessionStore {
  cleanSubscriptions(client: { readonly id: string }): Promise<unknown>;
  outgoingEnqueue(to: Subscriber, message: StoredMessage): Promise<unknown>;
  outgoingEnqueueCombi(to: readonly Subscriber[], message: StoredMessage): Promise<unknown>;
  outgoingUpdate(client: Owner, message: StoredMessage): Promise<unknown>;
  outgoingClearMessageId(client: Owner, message: StoredMessage): Promise<unknown>;
  outgoingStream(client: Owner): Readable;
  storeRetained(message: IPublishPacket): Promise<unknown>;
}

interface Subscriber {
  readonly topic: string;
  readonly clientId: string;
}

/** aedes knows these of a client; its types do not say so. */
interface ClientState {
  readonly will: unknown;
  readonly subscriptions: Readonly<Record<string, unknown>>;
}

export interface BrokerParts {
  readonly connectTimeoutMs: number;
  readonly stored: StoredMessages;
  readonly retained: RetainedTopics;
  /** Told of what is really retained. */
  readonly retainedMessages: RetainedMessages;
}

/** Routes messages, and nothing else: who may do what was decided before a packet gets here. */
export const createBroker = async (parts: BrokerParts): Promise<Aedes> => {
  const repetitions = new Repetitions();
  const broker = await Aedes.createBroker({
    // The conversation's own patience ends before.
    connectTimeout: 2 * parts.connectTimeoutMs,
    maxInflightInbound: 1,
    maxClientsIdLength: 128,
    // All hooks answer at once: while a hook of aedes waits, further packets of the client are processed.
    preConnect: (client, packet, done) => {
      const { conversation } = linkOf(client);
      repetitions.takeOver(client, broker.id);
      // The conversation watches it, and hears also of what never gets here.
      packet.keepalive = 0;
      packet.clientId = conversation.admitted?.clientId ?? packet.clientId;
      done(null, true);
    },
    authorizePublish: (client, packet, done) => {
      // Asked here are only last wills anew: the policy may have changed since CONNECT.
      if (client === null) return done(new Error('a will without a connection'));
      const isWill = stateOf(client).will === packet;
      const { admitted } = linkOf(client).conversation;
      const refusal = isWill && admitted ? publishRefusal(packet, admitted.permission) : undefined;
      done(refusal ? new Error(refusal.detail) : null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      done(null, maySubscribe(client, subscription) ? subscription : null);
    },
    authorizeForward: (client, packet) => {
      if (repetitions.has(client, packet)) return null;
      const filters = Object.keys(stateOf(client).subscriptions);
      const { conversation } = linkOf(client);
      if (!filters.some((filter) => takes(filter, packet.topic))) return null;
      // Basic ingest: for rules, never for subscribers.
      if (packet.topic.startsWith('$aws/rules/')) return null;
      const refusal = conversation.admitted?.permission('iot:Receive', packet.topic);
      if (refusal) conversation.withheld(packet.topic, packet.qos, refusal);
      if (refusal || !conversation.admitted) return null;
      // A message out of the store of retained ones has no broker's number yet.
      const isStored = packet.retain && !packet.brokerId;
      return isStored && !filters.includes(packet.topic) ? null : packet;
    },
  });
  broker.on('clientReady', (client) => linkOf(client).conversation.resumed());
  keepIn(storeOf(broker), parts);
  return broker;
};

/** Puts stores with an end in the place of those that have none. */
const keepIn = (store: SessionStore, { stored, retained, retainedMessages }: BrokerParts): void => {
  const storeRetained = store.storeRetained.bind(store);
  Object.assign(store, {
    outgoingEnqueue: async ({ clientId }, message) => stored.enqueue([clientId], message),
    outgoingEnqueueCombi: async (to, message) => {
      const clientIds = to.filter(({ topic }) => takes(topic, message.topic));
      stored.enqueue(
        clientIds.map(({ clientId }) => clientId),
        message,
      );
    },
    outgoingUpdate: async (client, message) => stored.update(client, message),
    outgoingClearMessageId: async (client, message) => stored.clear(client, message),
    outgoingStream: (client) => stored.stream(client),
    storeRetained: async (message) => {
      // What is too much was refused before; a last will may find its place taken since.
      if (isToBeRetained(message) && retained.note(message.topic, message.payload.length === 0)) {
        await storeRetained(message);
        retainedMessages.note({ ...message, payload: Buffer.from(message.payload) });
      }
    },
  } satisfies Partial<SessionStore>);
};

/** Also asked for each filter of a session that is restored: the policy may have changed since. */
const maySubscribe = (client: Client, { topic }: Subscription): boolean =>
  linkOf(client).conversation.admitted?.permission('iot:Subscribe', topic) === undefined;

/** Removes a client's subscriptions; what is stored for it is kept elsewhere. */
export const forgetSubscriptions = async (broker: Aedes, id: string): Promise<void> => {
  await storeOf(broker).cleanSubscriptions({ id });
};

const storeOf = (broker: Aedes): SessionStore =>
  (broker as unknown as { readonly persistence: SessionStore }).persistence;

/** The wire that a client of this broker is on. */
export const linkOf = (client: Client): DeviceLink => {
  if (client.conn instanceof DeviceLink) return client.conn;
  throw new TypeError('a client of this broker comes through a DeviceLink');
};

const stateOf = (client: Client): ClientState => client as unknown as ClientState;
