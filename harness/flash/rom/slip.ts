const END = 0xc0;
const ESCAPE = 0xdb;
/** Flash comes in packets of 4 KB; what is longer has lost its end, or was never a packet. */
const LONGEST_BYTES = 0x10000;
const ESCAPED: Readonly<Record<number, number>> = { 220: END, 221: ESCAPE };

/**
 * Takes packets out of a byte stream (RFC 1055), in time that grows with its length. What stands between packets, such
 * as a chip's boot text, is not theirs and is kept apart.
 */
export class SlipReader {
  #packet: number[] | undefined;
  #isEscaped = false;
  #stray: number[] = [];

  /** Has a packet begun that is not complete yet? */
  get isInPacket(): boolean {
    return this.#packet !== undefined && this.#packet.length > 0;
  }

  /** The packets that these bytes complete; empty ones are none. */
  take(bytes: Uint8Array): Uint8Array[] {
    const complete: Uint8Array[] = [];
    for (const byte of bytes) {
      if (byte === END) {
        if (this.#packet && this.#packet.length > 0) {
          complete.push(Uint8Array.from(this.#packet));
          this.#packet = undefined;
        } else this.#packet = [];
        this.#isEscaped = false;
      } else if (!this.#packet) this.#stray.push(byte);
      else if (this.#packet.length === LONGEST_BYTES) this.clear();
      else if (this.#isEscaped) {
        // An escape of nothing is kept as it is: the loader's own checks tell that something is wrong.
        this.#packet.push(ESCAPED[byte] ?? byte);
        this.#isEscaped = false;
      } else if (byte === ESCAPE) this.#isEscaped = true;
      else this.#packet.push(byte);
    }
    return complete;
  }

  /** What came outside of packets since it was last asked. */
  takeStray(): Uint8Array {
    const stray = Uint8Array.from(this.#stray);
    this.#stray = [];
    return stray;
  }

  /** Forgets a packet that has begun. */
  clear(): void {
    this.#packet = undefined;
    this.#isEscaped = false;
  }
}
