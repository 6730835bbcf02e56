import { setTimeout as sleep } from 'node:timers/promises';
import { latin1 } from './escape.ts';

/** Bytes of a board as they come, for whoever looks at the form of its answers. */
export class Overheard {
  #bytes = Buffer.alloc(0);
  #onProgress: () => void = () => undefined;

  readonly take = (chunk: Uint8Array): void => {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    this.#onProgress();
  };

  /** A character a byte. */
  get text(): string {
    return latin1(this.#bytes);
  }

  /** Done when so many have come, or when that takes too long. */
  async until(length: number, withinMs: number): Promise<void> {
    const given = new AbortController();
    const there = new Promise<void>((resolve) => {
      this.#onProgress = () => {
        if (this.#bytes.length >= length) resolve();
      };
      this.#onProgress();
    });
    const late = sleep(withinMs, undefined, { signal: given.signal }).catch(() => undefined);
    await Promise.race([there, late]);
    given.abort();
  }
}
