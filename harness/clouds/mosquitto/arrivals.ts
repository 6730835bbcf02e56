import type { Draft } from '../events.ts';

/** A TCP connection as the log tells it. */
export interface Arrival {
  /** Counts from 1. */
  readonly connection: number;
  readonly remote: string;
}

type TlsRefused = Draft & { readonly kind: 'tls-refused' };

/** OpenSSL's words for a handshake that failed, who failed it, and the event's code. */
const FAILURES: readonly (readonly [RegExp, TlsRefused['by'], (name: string) => string])[] = [
  [/^\w+ alert (.+)$/, 'device', (name) => name.toUpperCase().replaceAll(' ', '_')],
  [/^peer did not return a certificate/, 'cloud', () => 'CERTIFICATE_MISSING'],
  [/^(?:wrong version number|http request|https proxy request)$/, 'cloud', () => 'NOT_TLS'],
  // It may have come after the handshake as well: the log does not tell.
  [/^(?!unexpected eof)/, 'cloud', () => 'TLS_ERROR'],
];

/** What a handshake came to that ended in these words; null if it may have been complete. */
const failureOf = (words: string): Pick<TlsRefused, 'by' | 'code'> | null => {
  for (const [pattern, by, code] of FAILURES) {
    const match = pattern.exec(words);
    if (match) return { by, code: code(match[1] ?? '') };
  }
  return null;
};

/**
 * Connections that have not said yet who they are. Mosquitto calls all of them `<unknown>` when it gives one up: which one
 * it was is known as soon as no other is left.
 */
export class Arrivals {
  readonly #report: (event: Draft) => void;
  readonly #waiting = new Map<string, number>();
  /** Why those ended that are over, in OpenSSL's words; null without any. */
  readonly #ends: (string | null)[] = [];
  #count = 0;
  #words: string | null = null;

  constructor(report: (event: Draft) => void) {
    this.#report = report;
  }

  arrive(remote: string): void {
    this.#waiting.set(remote, ++this.#count);
  }

  /** It is a client of this broker from now on. */
  admit(remote: string): Arrival {
    const connection = this.#waiting.get(remote) ?? ++this.#count;
    this.#waiting.delete(remote);
    this.#resolve();
    return { connection, remote };
  }

  /** OpenSSL's words, which stand before the line that names their connection. */
  tlsError(words: string): void {
    this.#words = words;
  }

  /** They were about a client that is known. */
  forgetTlsError(): void {
    this.#words = null;
  }

  /** One of them is over; `<unknown>`, as the log has it. */
  giveUp(): void {
    this.#ends.push(this.#words);
    this.#words = null;
    this.#resolve();
  }

  #resolve(): void {
    if (this.#waiting.size > this.#ends.length) return;
    for (const [remote, connection] of this.#waiting) {
      const words = this.#ends.shift() ?? null;
      const failure = words === null ? null : failureOf(words);
      if (words === null || failure === null) continue;
      const detail = `Mosquitto says of the handshake: ${words}.`;
      const unseen = { alert: null, hello: null, personality: null };
      this.#report({ kind: 'tls-refused', connection, remote, ...failure, ...unseen, detail });
    }
    this.#waiting.clear();
    this.#ends.length = 0;
  }
}
