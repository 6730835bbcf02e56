/** What has come over a link and waits to be fetched (`AT+CIPRECVMODE=1`). */
export class Inbox {
  readonly #limit: number;
  #kept: Buffer = Buffer.alloc(0);
  #onTaken: () => void = () => undefined;

  /** @param limit so many bytes, and not one more, unless a single piece is larger */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#kept.length;
  }

  /** Waits until there is room for a piece. The next one comes when this one is in. */
  async put(piece: Buffer): Promise<void> {
    while (this.length > 0 && this.length + piece.length > this.#limit) await this.#taken();
    this.#kept = Buffer.concat([this.#kept, piece]);
  }

  /** The oldest bytes, `most` of them or fewer. */
  take(most: number): Buffer {
    const taken = this.#kept.subarray(0, most);
    this.#kept = this.#kept.subarray(taken.length);
    this.#onTaken();
    return taken;
  }

  /** Waits until all has been taken. */
  async emptied(): Promise<void> {
    while (this.length > 0) await this.#taken();
  }

  #taken(): Promise<void> {
    return new Promise((resolve) => {
      this.#onTaken = resolve;
    });
  }
}
