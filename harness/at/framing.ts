import { isUtf8 } from 'node:buffer';
import { announced } from './data-heads.ts';

/** What the bytes of a board fall into. `raw` is every byte since the token before, save the announced ones. */
export type Token =
  /** A line without its end, never empty. */
  | { readonly kind: 'line'; readonly text: string; readonly raw: Uint8Array }
  /** A head such as `+SYSFLASH:8,` and the bytes that it announced. */
  | {
      readonly kind: 'data';
      readonly head: string;
      readonly bytes: Uint8Array;
      readonly raw: Uint8Array;
    }
  /** The bare `>` that asks for data. */
  | { readonly kind: 'prompt'; readonly raw: Uint8Array }
  /** Bytes that no line end closed: too many of them, or given up. */
  | { readonly kind: 'fragment'; readonly text: string; readonly raw: Uint8Array };

/** What has come and is no token yet. */
export interface Unfinished {
  readonly raw: Uint8Array;
  /** How much of the announced data is there. */
  readonly data?: { readonly filled: number; readonly due: number };
}

/** No line of the firmware is longer: its command lines end at 256 bytes, its topics at 1 KB. */
export const LONGEST_LINE_BYTES = 4_096;

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const COLON = 0x3a;
const PROMPT = 0x3e;

/** Text is UTF-8 where it can be (names of access points), else byte by byte. */
const textOf = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');

/** Data on its way. */
interface Arriving {
  readonly raw: Buffer;
  readonly head: string;
  readonly bytes: Buffer;
  filled: number;
}

/**
 * Cuts what a board says into lines, announced data and prompts, however it is chunked. Knows nothing of commands,
 * except that a `>` is a prompt only at the start of a line, and only where one is expected.
 */
export class Framing {
  readonly #isPromptExpected: () => boolean;
  /** All since the last token; the line starts at `#start`, behind empty ones. A byte more than the longest line, for its LF. */
  readonly #pending = Buffer.allocUnsafe(LONGEST_LINE_BYTES + 1);
  #length = 0;
  #start = 0;
  /** The beginning of this line was cut off: what stands here now is neither a head nor a prompt. */
  #isTorn = false;
  #data: Arriving | undefined;

  constructor(isPromptExpected: () => boolean) {
    this.#isPromptExpected = isPromptExpected;
  }

  get unfinished(): Unfinished {
    const data = this.#data;
    if (data) return { raw: data.raw, data: { filled: data.filled, due: data.bytes.length } };
    return { raw: Buffer.from(this.#pending.subarray(0, this.#length)) };
  }

  /** The tokens that a chunk completes. To be read to the end; what is expected may change between two of them. */
  *push(chunk: Uint8Array): Generator<Token> {
    for (let at = 0; at < chunk.length; ) {
      if (!this.#data) {
        const token = this.#take(chunk[at] as number);
        at += 1;
        if (token) yield token;
      }
      if (this.#data) {
        at += this.#fill(this.#data, chunk, at);
        if (this.#data.filled === this.#data.bytes.length) yield this.#complete(this.#data);
      }
    }
  }

  /** Gives up what is unfinished because no more of it will come. The next byte starts a line. */
  *giveUp(): Generator<Token> {
    const data = this.#data;
    this.#data = undefined;
    if (data) {
      const raw = Buffer.concat([data.raw, data.bytes.subarray(0, data.filled)]);
      yield { kind: 'fragment', text: textOf(raw), raw };
    } else if (this.#length > this.#start) {
      yield this.#cut();
    }
    this.#isTorn = false;
  }

  #take(byte: number): Token | undefined {
    const isLineStart = this.#length === this.#start && !this.#isTorn;
    this.#pending[this.#length] = byte;
    this.#length += 1;
    if (byte === PROMPT && isLineStart && this.#isPromptExpected()) {
      return { kind: 'prompt', raw: this.#empty() };
    }
    if (byte === LF && this.#pending[this.#length - 2] === CR) return this.#endLine();
    if ((byte === COMMA || byte === COLON) && !this.#isTorn) this.#lookForHead();
    // Not between CR and LF, unless there are nothing but CRs.
    if (this.#length > LONGEST_LINE_BYTES || (this.#length === LONGEST_LINE_BYTES && byte !== CR)) {
      return this.#tear();
    }
    return undefined;
  }

  #endLine(): Token | undefined {
    const end = this.#length - 2;
    if (end <= this.#start) {
      this.#start = this.#length;
      this.#isTorn = false;
      return this.#length < LONGEST_LINE_BYTES ? undefined : this.#cut();
    }
    if (this.#isTorn) {
      this.#isTorn = false;
      return this.#cut();
    }
    const text = textOf(this.#pending.subarray(this.#start, end));
    return { kind: 'line', text, raw: this.#empty() };
  }

  #tear(): Token {
    this.#isTorn = true;
    return this.#cut();
  }

  #cut(): Token {
    const text = textOf(this.#pending.subarray(this.#start, this.#length));
    return { kind: 'fragment', text, raw: this.#empty() };
  }

  #lookForHead(): void {
    const line = this.#pending.subarray(this.#start, this.#length);
    const due = announced(line);
    if (due === undefined) return;
    const head = textOf(line);
    this.#data = { head, raw: this.#empty(), bytes: Buffer.allocUnsafe(due), filled: 0 };
  }

  #fill(data: Arriving, chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + data.bytes.length - data.filled);
    data.bytes.set(part, data.filled);
    data.filled += part.length;
    return part.length;
  }

  #complete({ head, bytes, raw }: Arriving): Token {
    this.#data = undefined;
    return { kind: 'data', head, bytes, raw };
  }

  #empty(): Buffer {
    const raw = Buffer.from(this.#pending.subarray(0, this.#length));
    this.#length = 0;
    this.#start = 0;
    return raw;
  }
}
