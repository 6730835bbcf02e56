import { PortClosed } from '../ports/errors.ts';
import { waitPatiently } from '../ports/patience.ts';
import type { AtEvent } from './at-event.ts';
import { AtTimeout } from './errors.ts';
import { describeEvent } from './grammar.ts';

/** How long, and from where on in the record, something is waited for. */
export interface WaitOptions {
  /** Where to begin, as `position()` told; from now on unless told. */
  readonly from?: number;
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** All that a board said unasked, from the first byte on. Every reader has a place of its own in it. */
export class EventRecord {
  readonly #events: AtEvent[] = [];
  readonly #readers = new Set<() => void>();
  #end: Error | undefined;

  add(event: AtEvent): void {
    this.#events.push(event);
    this.#tell();
  }

  /** No more will come, and why: the client was closed, or the board is gone. */
  end(why: Error): void {
    this.#end ??= why;
    this.#tell();
  }

  /** The place where the next event will stand. */
  position(): number {
    return this.#events.length;
  }

  /** What there is from a position on. */
  heard(from: number): readonly AtEvent[] {
    return this.#events.slice(from);
  }

  /** Past and to come, until the client is closed; throws if the board goes away. */
  async *from(position: number): AsyncGenerator<AtEvent> {
    for (let at = position; ; at++) {
      while (at >= this.#events.length) {
        if (this.#end instanceof PortClosed) return;
        if (this.#end) throw this.#end;
        await this.#news();
      }
      yield this.#events[at] as AtEvent;
    }
  }

  /**
   * The first thing that `match` finds, from a position on.
   * @throws AtTimeout, what ended the record, the reason of the signal
   */
  waitFor<T>(
    description: string,
    match: (event: AtEvent) => T | undefined,
    { from = this.position(), withinMs, signal }: WaitOptions,
    evidence: () => readonly string[] = () => [],
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let at = from;
      const leave = (settle: () => void): void => {
        stopWaiting();
        this.#readers.delete(look);
        signal?.removeEventListener('abort', abort);
        settle();
      };
      const abort = (): void => leave(() => reject(signal?.reason));
      const late = (): void => {
        const heard = this.heard(from).map(describeEvent);
        leave(() => reject(new AtTimeout(description, withinMs, { heard, evidence: evidence() })));
      };
      const find = (): T | undefined => {
        for (; at < this.#events.length; at++) {
          const found = match(this.#events[at] as AtEvent);
          if (found !== undefined) return found;
        }
        return undefined;
      };
      const look = (): void => {
        try {
          const found = find();
          if (found !== undefined) leave(() => resolve(found));
          else if (this.#end) leave(() => reject(this.#end));
        } catch (error) {
          leave(() => reject(error));
        }
      };
      const stopWaiting = waitPatiently(withinMs, late);
      this.#readers.add(look);
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
      else look();
    });
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#readers.delete(wake);
        resolve();
      };
      this.#readers.add(wake);
    });
  }

  #tell(): void {
    for (const reader of [...this.#readers]) reader();
  }
}
