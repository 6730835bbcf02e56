import type { AwsReason } from '../../../harness/clouds/events.ts';

/** Who a lifecycle event is about. */
export interface Principal {
  readonly clientId: string;
  readonly certificateId: string | null;
  /** New for each connection. */
  readonly sessionIdentifier: string;
  readonly ipAddress: string;
}

/** AWS starts a client's count anew about an hour after it was last seen. */
const FORGOTTEN_AFTER_MS = 3600_000;

/** More client ids than that nobody counts for an hour on end. */
const MANY = 10_000;

/**
 * The messages by which AWS itself tells about devices, under `$aws/events/`. A client id with `+` or `#` would make no
 * topic: about such a client nothing is published.
 */
export class Lifecycle {
  readonly #publish: (topic: string, payload: string) => void;
  readonly #now: () => number;
  readonly #versions = new Map<string, { version: number; until: number }>();

  constructor(publish: (topic: string, payload: string) => void, now = Date.now) {
    this.#publish = publish;
    this.#now = now;
  }

  /** Gives the connection's version number: its event of disconnection carries the same. */
  connected(principal: Principal): number {
    const last = this.#versions.get(principal.clientId);
    const version = last && last.until > this.#now() ? last.version + 1 : 0;
    if (this.#versions.size >= MANY) this.#forgetOldest();
    this.#versions.set(principal.clientId, { version, until: Number.POSITIVE_INFINITY });
    this.#tell('presence/connected', principal, {
      eventType: 'connected',
      ipAddress: principal.ipAddress,
      versionNumber: version,
    });
    return version;
  }

  disconnected({
    reason,
    version,
    ...principal
  }: Principal & { reason: AwsReason; version: number }): void {
    const last = this.#versions.get(principal.clientId);
    if (last?.version === version) last.until = this.#now() + FORGOTTEN_AFTER_MS;
    this.#tell('presence/disconnected', principal, {
      eventType: 'disconnected',
      clientInitiatedDisconnect: reason === 'CLIENT_INITIATED_DISCONNECT',
      disconnectReason: reason,
      versionNumber: version,
    });
  }

  connectFailed({ reason, ...principal }: Principal & { reason: AwsReason }): void {
    this.#tell('presence/connect_failed', principal, {
      eventType: 'connect_failed',
      connectFailureReason: reason,
      ipAddress: principal.ipAddress,
    });
  }

  filters({
    change,
    topics,
    ...principal
  }: Principal & { change: 'subscribed' | 'unsubscribed'; topics: readonly string[] }): void {
    this.#tell(`subscriptions/${change}`, principal, { eventType: change, topics });
  }

  /** Of those who are gone: whoever is connected goes on counting. */
  #forgetOldest(): void {
    for (const [clientId, { until }] of this.#versions) {
      if (until === Number.POSITIVE_INFINITY) continue;
      this.#versions.delete(clientId);
      return;
    }
  }

  #tell(
    topic: string,
    { clientId, certificateId, sessionIdentifier }: Principal,
    facts: object,
  ): void {
    if (clientId === '' || /[+#]/.test(clientId)) return;
    const event = {
      clientId,
      timestamp: this.#now(),
      ...facts,
      sessionIdentifier,
      principalIdentifier: certificateId,
    };
    this.#publish(`$aws/events/${topic}/${clientId}`, JSON.stringify(event));
  }
}
