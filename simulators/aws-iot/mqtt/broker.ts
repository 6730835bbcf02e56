import type { Readable } from 'node:stream';
import { Aedes, type Client, type Subscription } from 'aedes';
import { DeviceLink } from './device-link.ts';
import { takes } from './topics.ts';

/** The part of aedes' store that its types leave out. */
interface SessionStore {
  cleanSubscriptions(client: { readonly id: string }): Promise<unknown>;
  outgoingStream(client: { readonly id: string }): Readable;
  outgoingClearMessageId(client: { readonly id: string }, packet: unknown): Promise<unknown>;
}

/** aedes knows these of a client; its types do not say so. */
interface ClientState {
  readonly will: unknown;
  readonly subscriptions: Readonly<Record<string, unknown>>;
}

/** A subscriber that stops reading must not stall everybody else's deliveries for long. */
const DRAIN_TIMEOUT_MS = 10_000;

/** Routes messages, and nothing else: who may do what was decided before a packet gets here. */
export const createBroker = ({ connectTimeoutMs }: { connectTimeoutMs: number }): Promise<Aedes> =>
  Aedes.createBroker({
    connectTimeout: connectTimeoutMs,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maxInflightInbound: 1,
    maxClientsIdLength: 128,
    // All hooks answer at once: while a hook of aedes waits, further packets of the client are processed.
    preConnect: (client, packet, done) => {
      const { conversation } = linkOf(client);
      packet.keepalive = conversation.keepAliveSeconds;
      packet.clientId = conversation.admitted?.clientId ?? packet.clientId;
      done(null, true);
    },
    authorizePublish: (client, packet, done) => {
      // Asked here are only last wills anew: the policy may have changed since CONNECT.
      if (client === null) return done(new Error('a will without a connection'));
      const isWill = stateOf(client).will === packet;
      const permission = linkOf(client).conversation.admitted?.permission;
      const refusal = isWill ? permission?.('iot:Publish', packet.topic) : undefined;
      done(refusal ? new Error(refusal.detail) : null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      done(null, maySubscribe(client, subscription) ? subscription : null);
    },
    authorizeForward: (client, packet) => {
      const filters = Object.keys(stateOf(client).subscriptions);
      const permission = linkOf(client).conversation.admitted?.permission;
      if (!permission || permission('iot:Receive', packet.topic)) return null;
      if (!filters.some((filter) => takes(filter, packet.topic))) return null;
      // A message out of the store of retained ones has no broker's number yet.
      const isStored = packet.retain && !packet.brokerId;
      return isStored && !filters.includes(packet.topic) ? null : packet;
    },
  });

/** Also asked for each filter of a session that is restored: the policy may have changed since. */
const maySubscribe = (client: Client, { topic }: Subscription): boolean =>
  linkOf(client).conversation.admitted?.permission('iot:Subscribe', topic) === undefined;

/** Removes a client's session with all that is stored for it. */
export const forgetSession = async (broker: Aedes, id: string): Promise<void> => {
  const { persistence } = broker as unknown as { readonly persistence: SessionStore };
  await persistence.cleanSubscriptions({ id });
  for await (const packet of persistence.outgoingStream({ id })) {
    await persistence.outgoingClearMessageId({ id }, packet);
  }
};

export const linkOf = (client: Client): DeviceLink => {
  if (client.conn instanceof DeviceLink) return client.conn;
  throw new TypeError('a client of this broker comes through a DeviceLink');
};

const stateOf = (client: Client): ClientState => client as unknown as ClientState;
