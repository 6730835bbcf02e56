import { Readable } from 'node:stream';

/** What aedes stores of a message. A message is known by its broker and number, until it has a packet id. */
export interface StoredMessage {
  readonly topic: string;
  readonly qos: number;
  readonly brokerId?: string;
  readonly brokerCounter?: number;
  messageId?: number | undefined;
}

/** Whose session it is. */
export interface Owner {
  readonly id: string;
}

/**
 * Messages of QoS 1 for persistent sessions, until they are acknowledged: the part of aedes' store that has no end.
 * Here a session that is full takes no more, and its client is told by nobody, as at AWS.
 */
export class StoredMessages {
  readonly #maxPerSession: number;
  readonly #onFull: (clientId: string, message: StoredMessage) => void;
  readonly #queues = new Map<string, StoredMessage[]>();

  constructor(maxPerSession: number, onFull: (clientId: string, message: StoredMessage) => void) {
    this.#maxPerSession = maxPerSession;
    this.#onFull = onFull;
  }

  /** Once for each subscription that takes the message; a client that has two of them gets it once all the same. */
  enqueue(clientIds: readonly string[], message: StoredMessage): void {
    for (const clientId of clientIds) {
      const queue = this.#queues.get(clientId) ?? [];
      if (queue.length >= this.#maxPerSession) {
        if (!queue.some(isSame(message))) this.#onFull(clientId, message);
        continue;
      }
      queue.push({ ...message, messageId: undefined });
      this.#queues.set(clientId, queue);
    }
  }

  /** The message was given a packet id. One that was not stored goes out all the same. */
  update({ id }: Owner, message: StoredMessage): void {
    const stored = this.#queues.get(id)?.find(isSame(message));
    if (stored) stored.messageId = message.messageId;
  }

  /** It is acknowledged, or not to be delivered; gives what was stored. */
  clear({ id }: Owner, message: StoredMessage): StoredMessage | undefined {
    const queue = this.#queues.get(id) ?? [];
    const index = queue.findIndex(
      message.messageId === undefined
        ? (stored) => stored.messageId === undefined && isSame(message)(stored)
        : ({ messageId }) => messageId === message.messageId,
    );
    if (index < 0) return undefined;
    const [stored] = queue.splice(index, 1);
    if (queue.length === 0) this.#queues.delete(id);
    return stored;
  }

  /** All that waits for a client, each once. */
  stream({ id }: Owner): Readable {
    const queue = this.#queues.get(id) ?? [];
    const once = queue.filter((message, i) => queue.findIndex(isSame(message)) === i);
    if (once.length > 0) this.#queues.set(id, once);
    return Readable.from([...once]);
  }

  forget(clientId: string): void {
    this.#queues.delete(clientId);
  }

  count(clientId: string): number {
    return this.#queues.get(clientId)?.length ?? 0;
  }
}

const isSame =
  ({ brokerId, brokerCounter }: StoredMessage) =>
  (other: StoredMessage): boolean =>
    other.brokerId === brokerId && other.brokerCounter === brokerCounter;
