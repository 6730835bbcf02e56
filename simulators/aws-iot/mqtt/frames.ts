/** Why no more frames can be cut. */
export type FrameFault = 'too long' | 'malformed length';

/** [MQTT-2.2.3]: at most four bytes of seven bits each. */
const MAX_LENGTH_BYTES = 4;

const MAX_PIECES = 64;

/**
 * Cuts a byte stream into whole MQTT control packets, without looking into them. A packet that announces more than
 * `maxBytes` after its header is a fault as soon as its length is known: nothing of it is kept.
 */
export class Frames {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  append(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    // Whoever sends byte by byte shall not cost an object for each.
    if (this.#chunks.length > MAX_PIECES) this.#whole();
  }

  /** The type of the next packet, as soon as its first byte is there (MQTT 3.1.1, 2.2.1). */
  get nextType(): number | undefined {
    const byte = this.#chunks[0]?.[0];
    return byte === undefined ? undefined : byte >> 4;
  }

  /** The next whole packet, null while it is incomplete, or the fault. */
  take(): Buffer | FrameFault | null {
    const size = this.#nextSize();
    if (typeof size !== 'number') return size;
    if (this.#held < size) return null;
    const all = this.#whole();
    this.#chunks = all.length === size ? [] : [all.subarray(size)];
    this.#held -= size;
    return all.subarray(0, size);
  }

  #nextSize(): number | FrameFault | null {
    if (this.#held < 2) return null;
    // Only the header is looked at, so the pieces of a long packet are joined once, when it is complete.
    const first = this.#chunks[0] ?? Buffer.alloc(0);
    const header = first.length > MAX_LENGTH_BYTES ? first : this.#whole();
    let length = 0;
    for (let i = 0; i < MAX_LENGTH_BYTES; i++) {
      const byte = header[1 + i];
      if (byte === undefined) return null;
      length += (byte & 0x7f) * 128 ** i;
      if (byte < 0x80) return length > this.#maxBytes ? 'too long' : 2 + i + length;
    }
    return 'malformed length';
  }

  #whole(): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    if (all) return all;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
