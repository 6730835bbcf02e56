/**
 * Which clients have a persistent session, and until when. A session that nobody came back to in time is forgotten
 * with all its subscriptions and stored messages, which brokers by themselves never do.
 */
export class Sessions implements Disposable {
  readonly #expiryMs: number;
  readonly #forget: (clientId: string) => void;
  /** Null while the client is connected. */
  readonly #sessions = new Map<string, NodeJS.Timeout | null>();

  constructor(expiryMs: number, forget: (clientId: string) => void) {
    this.#expiryMs = expiryMs;
    this.#forget = forget;
  }

  /** A client connects; gives CONNACK's `sessionPresent`. A clean one leaves no session behind. */
  enter(clientId: string, isClean: boolean): boolean {
    const existing = this.#sessions.get(clientId);
    clearTimeout(existing ?? undefined);
    if (isClean) {
      this.#sessions.delete(clientId);
      return false;
    }
    this.#sessions.set(clientId, null);
    return existing !== undefined;
  }

  /** A client with a session has gone: its time runs. */
  leave(clientId: string): void {
    if (!this.#sessions.has(clientId)) return;
    const timer = setTimeout(() => {
      this.#sessions.delete(clientId);
      this.#forget(clientId);
    }, this.#expiryMs).unref();
    this.#sessions.set(clientId, timer);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#sessions.values()) clearTimeout(timer ?? undefined);
    this.#sessions.clear();
  }
}
