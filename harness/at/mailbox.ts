import { waitPatiently } from '../ports/patience.ts';

/** Hands things from whoever has them to one who waits for them, in order, each once. */
export class Mailbox<T> {
  #letters: T[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  put(letter: T): void {
    this.#letters.push(letter);
    this.#wake?.();
  }

  /** Nothing more will come. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }

  clear(): void {
    this.#letters = [];
  }

  /**
   * The next letter; `undefined` when none comes in time.
   * @throws what `fail` was given, the reason of the signal
   */
  async next(withinMs: number, signal?: AbortSignal): Promise<T | undefined> {
    signal?.throwIfAborted();
    if (this.isEmpty && !this.#failure) await this.#news(withinMs, signal);
    signal?.throwIfAborted();
    const letter = this.#letters.shift();
    if (letter === undefined && this.#failure) throw this.#failure;
    return letter;
  }

  /** As `next`, passing over one kind of letter. */
  async nextBut(unwanted: T, withinMs: number, signal?: AbortSignal): Promise<T | undefined> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const letter = await this.next(Math.max(0, deadline - performance.now()), signal);
      if (letter !== unwanted) return letter;
    }
  }

  #news(withinMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        stopWaiting();
        signal?.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      const stopWaiting = waitPatiently(withinMs, wake);
      signal?.addEventListener('abort', wake);
      this.#wake = wake;
    });
  }
}
