import type { Duplex } from 'node:stream';

/** How long a board may take for what is expected of it, by the wall clock. */
const PATIENCE_MS = 25_000;

/** A host at one of a board's ports: sends bytes, and waits for exactly what must come. */
export class Conversation {
  readonly #port: Duplex;
  #heard = Buffer.alloc(0);
  #onProgress: () => void = () => {};

  constructor(port: Duplex) {
    this.#port = port;
    port.on('data', (bytes: Buffer) => {
      this.#heard = Buffer.concat([this.#heard, bytes]);
      this.#onProgress();
    });
  }

  /** What came and was not asked for yet, a character a byte. */
  get unread(): string {
    return this.#heard.toString('latin1');
  }

  /** Drops what came and was not asked for. */
  forget(): void {
    this.#heard = Buffer.alloc(0);
  }

  /** One write, so one chunk for the board. Text has a character a byte. */
  send(bytes: string | Uint8Array): void {
    this.#port.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /**
   * Waits until these bytes have come, next and without any between.
   * @throws as soon as something else comes, or when nothing more does
   */
  async expect(text: string): Promise<void> {
    await this.#until(`${JSON.stringify(text)}`, () => {
      const { unread } = this;
      if (!text.startsWith(unread.slice(0, text.length))) {
        throw new Error(`expected ${JSON.stringify(text)}, came ${JSON.stringify(unread)}`);
      }
      return unread.length >= text.length;
    });
    this.#take(text.length);
  }

  /** Sends, and waits for exactly this answer. */
  async ask(bytes: string | Uint8Array, answer: string): Promise<void> {
    this.send(bytes);
    await this.expect(answer);
  }

  /** Waits for this text, and gives what came up to and with it. */
  async through(text: string): Promise<string> {
    await this.#until(JSON.stringify(text), () => this.unread.includes(text));
    return this.#take(this.unread.indexOf(text) + text.length);
  }

  /** Waits for so many bytes, whatever they are. */
  async next(length: number): Promise<string> {
    await this.#until(`${length} bytes`, () => this.unread.length >= length);
    return this.#take(length);
  }

  #take(length: number): string {
    const taken = this.unread.slice(0, length);
    this.#heard = this.#heard.subarray(length);
    return taken;
  }

  #until(what: string, hasCome: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#onProgress = () => {};
        settle();
      };
      const look = (): void => {
        try {
          if (hasCome()) finish(resolve);
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const timer = setTimeout(() => {
        const error = new Error(
          `waited ${PATIENCE_MS} ms for ${what}, came ${JSON.stringify(this.unread)}`,
        );
        finish(() => reject(error));
      }, PATIENCE_MS);
      this.#onProgress = look;
      look();
    });
  }
}
