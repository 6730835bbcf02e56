const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED_END = 0xdc;
const ESCAPED_ESCAPE = 0xdd;

/** A packet as it goes over the wire (RFC 1055, with a mark in front as well). */
export const slipFrame = (packet: Uint8Array): Buffer => {
  const frame = [END];
  for (const byte of packet) {
    if (byte === END) frame.push(ESCAPE, ESCAPED_END);
    else if (byte === ESCAPE) frame.push(ESCAPE, ESCAPED_ESCAPE);
    else frame.push(byte);
  }
  frame.push(END);
  return Buffer.from(frame);
};

/**
 * Finds packets in a stream of bytes, however that is cut. What stands outside of frames is noise; a frame with a wrong
 * escape, or longer than the buffer, is lost as a whole.
 */
export class SlipReader {
  readonly #buffer: Buffer;
  #length = 0;
  #state: 'outside' | 'inside' | 'escaped' | 'spoilt' = 'outside';

  /** @param longest what the loader's buffer takes, in bytes */
  constructor(longest: number) {
    this.#buffer = Buffer.alloc(longest);
  }

  /** Gives the packets that these bytes complete. */
  take(bytes: Uint8Array): Buffer[] {
    const packets: Buffer[] = [];
    for (const byte of bytes) {
      if (byte !== END) this.#keep(byte);
      else if (this.#end()) packets.push(Buffer.from(this.#buffer.subarray(0, this.#length)));
    }
    return packets;
  }

  /** Is a packet complete? Two marks side by side are the end of one frame and the start of the next. */
  #end(): boolean {
    if (this.#state === 'outside' || this.#length === 0) {
      this.#state = 'inside';
      this.#length = 0;
      return false;
    }
    const isWhole = this.#state === 'inside';
    this.#state = 'outside';
    return isWhole;
  }

  #keep(byte: number): void {
    if (this.#state === 'outside' || this.#state === 'spoilt') return;
    if (this.#state === 'inside' && byte === ESCAPE) {
      this.#state = 'escaped';
      return;
    }
    const value = this.#state === 'escaped' ? UNESCAPED.get(byte) : byte;
    if (value === undefined || this.#length === this.#buffer.length) {
      this.#state = 'spoilt';
      // So that the mark behind it ends it, even where nothing was kept.
      this.#length = Math.max(1, this.#length);
      return;
    }
    this.#buffer[this.#length] = value;
    this.#length += 1;
    this.#state = 'inside';
  }
}

const UNESCAPED: ReadonlyMap<number, number> = new Map([
  [ESCAPED_END, END],
  [ESCAPED_ESCAPE, ESCAPE],
]);
