/**
 * What a wire brought and nobody has read yet. Chunks wait in a batch that the reader takes as a whole, so that the
 * cost stays linear however small they are.
 */
export class Incoming implements AsyncIterable<Uint8Array> {
  #batch: Uint8Array[] = [];
  #waiting = 0;
  #wake: (() => void) | undefined;
  #isRead = false;
  #end: { readonly error: Error | undefined } | undefined;
  readonly #taken: () => void;

  /** `taken` is called each time the reader has taken all there was. */
  constructor(taken: () => void) {
    this.#taken = taken;
  }

  /** Bytes that wait for a reader. */
  get waiting(): number {
    return this.#waiting;
  }

  put(chunk: Uint8Array): void {
    this.#batch.push(chunk);
    this.#waiting += chunk.length;
    this.#wake?.();
  }

  /** No more will come. With an error, the reader gets it behind the last byte. */
  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** A reader that is told to return lets go at once, also while it waits: what comes from then on is for the next one. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    let stage: 'new' | 'reading' | 'over' = 'new';
    const leave = (): IteratorReturnResult<undefined> => {
      if (stage === 'reading') this.#isRead = false;
      stage = 'over';
      return { done: true, value: undefined };
    };
    const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
      if (stage === 'new') {
        if (this.#isRead) throw new TypeError('a port has one reader at a time');
        this.#isRead = true;
        stage = 'reading';
      }
      while (stage === 'reading' && this.#batch.length === 0 && !this.#end) await this.#more();
      if (stage === 'over') return leave();
      if (this.#batch.length > 0) return { done: false, value: this.#take() };
      const left = leave();
      if (this.#end?.error) throw this.#end.error;
      return left;
    };
    const end = async (): Promise<IteratorReturnResult<undefined>> => {
      const wasReading = stage === 'reading';
      const left = leave();
      if (wasReading) this.#wake?.();
      return left;
    };
    return { next, return: end };
  }

  #take(): Uint8Array {
    const [first, ...more] = this.#batch;
    const all = first && more.length === 0 ? first : Buffer.concat(this.#batch);
    this.#batch = [];
    this.#waiting = 0;
    this.#taken();
    return all;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
