/** A message that the broker keeps for those who will subscribe. */
export interface RetainedMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** What is retained, for whoever asks about it over HTTP. */
export class RetainedMessages {
  readonly #messages = new Map<string, RetainedMessage>();

  /** A message is retained from now on; an empty one takes away the one that was. */
  note({ topic, payload, qos }: Omit<RetainedMessage, 'lastModified'>): void {
    if (payload.length === 0) this.#messages.delete(topic);
    else this.#messages.set(topic, { topic, payload, qos, lastModified: Date.now() });
  }

  get(topic: string): RetainedMessage | undefined {
    return this.#messages.get(topic);
  }

  all(): RetainedMessage[] {
    return [...this.#messages.values()];
  }
}
