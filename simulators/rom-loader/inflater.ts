import { createInflate } from 'node:zlib';
import { Refused } from './refused.ts';

/** Unpacks a stream that comes in blocks. */
export class Inflater {
  readonly #inflate = createInflate();
  #out: Buffer[] = [];
  #failure: Error | undefined;
  #onDone: () => void = () => {};

  constructor() {
    this.#inflate.on('data', (bytes: Buffer) => this.#out.push(bytes));
    this.#inflate.on('error', (error) => {
      this.#failure = error;
      // What was being written is not called back.
      this.#onDone();
    });
  }

  /** What these bytes give. @throws Refused when they are not of a zlib stream */
  async add(bytes: Uint8Array): Promise<Buffer> {
    await new Promise<void>((resolve) => {
      this.#onDone = resolve;
      if (this.#failure) resolve();
      else this.#inflate.write(bytes, () => resolve());
    });
    if (this.#failure) throw new Refused('inflate');
    const out = Buffer.concat(this.#out);
    this.#out = [];
    return out;
  }

  /** Nothing more comes, whether it was all or not. */
  close(): void {
    this.#inflate.destroy();
  }
}
