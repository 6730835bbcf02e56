interface Session {
  /** The filters that the client subscribed to. */
  readonly filters: Set<string>;
  /** Runs while the client is away. */
  timer: NodeJS.Timeout | undefined;
}

/**
 * Which clients have a persistent session, and until when. A session that nobody came back to in time is forgotten
 * with all its subscriptions and stored messages, which brokers by themselves never do.
 */
export class Sessions implements Disposable {
  readonly #limits: { readonly sessionExpiryMs: number; readonly maxSessions: number };
  readonly #forget: (clientId: string) => void;
  readonly #sessions = new Map<string, Session>();

  constructor(
    limits: { readonly sessionExpiryMs: number; readonly maxSessions: number },
    forget: (clientId: string) => void,
  ) {
    this.#limits = limits;
    this.#forget = forget;
  }

  /** Whether the client's session can be kept. */
  hasRoomFor(clientId: string): boolean {
    return this.#sessions.has(clientId) || this.#sessions.size < this.#limits.maxSessions;
  }

  /**
   * A client connects. Gives CONNACK's `sessionPresent`, and the filters that it subscribed to, to be kept up to date.
   * A clean session leaves nothing behind.
   */
  enter(clientId: string, isClean: boolean): { sessionPresent: boolean; filters: Set<string> } {
    const existing = this.#sessions.get(clientId);
    clearTimeout(existing?.timer);
    if (isClean) {
      this.#sessions.delete(clientId);
      return { sessionPresent: false, filters: new Set() };
    }
    const filters = existing?.filters ?? new Set<string>();
    this.#sessions.set(clientId, { filters, timer: undefined });
    return { sessionPresent: existing !== undefined, filters };
  }

  /** A client with a session has gone: its time runs. */
  leave(clientId: string): void {
    const session = this.#sessions.get(clientId);
    if (!session) return;
    session.timer = setTimeout(() => this.end(clientId), this.#limits.sessionExpiryMs).unref();
  }

  /** Forgets a session now. */
  end(clientId: string): void {
    const session = this.#sessions.get(clientId);
    if (!session) return;
    clearTimeout(session.timer);
    this.#sessions.delete(clientId);
    this.#forget(clientId);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#sessions.values()) clearTimeout(timer);
    this.#sessions.clear();
  }
}
