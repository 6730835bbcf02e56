import type { CloudEvent, Disconnect } from '../../../harness/clouds/events.ts';

export interface EndingFigures {
  /** Connections that the stand-in saw begin. */
  readonly begun: number;
  /** Those of them that ended without an event, or with more than one. */
  readonly unexplained: number;
  /** What was said of refusals and is no sentence. */
  readonly withoutSentence: readonly string[];
  /** How often each reason was given. */
  readonly reasons: Readonly<Record<string, number>>;
}

const PATIENCE_MS = 5000;

/** Counts how connections end: each with one event, and with a sentence that says why. */
export class Endings {
  /** Connections that are secured and not over. */
  readonly #open = new Set<number>();
  readonly #over = new Set<number>();
  #unexplained = 0;
  readonly #withoutSentence = new Set<string>();
  readonly #reasons = new Map<string, number>();
  #whenSettled: (() => void) | undefined;

  note(event: CloudEvent): void {
    if (event.kind === 'tls-accepted') this.#open.add(event.connection);
    if (event.kind === 'tls-refused') this.#end(event, event.code);
    // One that was secured before counting began is not counted.
    if (event.kind === 'disconnect' && this.#open.delete(event.connection)) {
      this.#end(event, event.reason);
    }
    // What is wrong with a request to a shadow ends no connection.
    if (event.kind !== 'shadow' && 'outcome' in event && !event.outcome.accepted) {
      this.#explain(event.outcome.cause, event.outcome.detail);
    }
    if (this.#open.size === 0) this.#whenSettled?.();
  }

  /** Waits until every connection is over, but not for ever: what is missing then is unexplained. */
  settled(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#whenSettled = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  figures(): EndingFigures {
    return {
      begun: this.#over.size + this.#open.size,
      unexplained: this.#unexplained + this.#open.size,
      withoutSentence: [...this.#withoutSentence],
      reasons: Object.fromEntries(this.#reasons),
    };
  }

  #end({ connection, detail }: Pick<Disconnect, 'connection' | 'detail'>, reason: string): void {
    if (this.#over.has(connection)) this.#unexplained += 1;
    this.#over.add(connection);
    this.#explain(reason, detail);
  }

  #explain(reason: string, detail: string): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    if (!/^[A-Z].*\.$/s.test(detail)) this.#withoutSentence.add(detail);
  }
}
