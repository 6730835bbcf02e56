/** A line with its CR and LF may have this many bytes. */
const LINE_LIMIT_BYTES = 256;
const CR = 0x0d;
const CRLF = '\r\n';

/** What came of a piece of input. */
export interface Taken {
  /** What an echo returns: the piece up to and with the first terminator, without NULs. */
  readonly echo: Buffer;
  /** The line without its terminator; `tooLong` for one over the limit; undefined while none is complete. */
  readonly line: string | undefined;
  readonly tooLong: boolean;
  /** What stands behind the terminator. */
  readonly rest: Buffer;
}

const NOTHING = Buffer.alloc(0);

const withoutNuls = (bytes: Buffer): Buffer =>
  bytes.includes(0) ? Buffer.from(bytes.filter((byte) => byte !== 0)) : bytes;

/** A NUL throws away everything up to and with itself. */
const afterNul = (bytes: Buffer): Buffer => bytes.subarray(bytes.lastIndexOf(0) + 1);

/** Gathers a line over any number of pieces. Only CR LF ends one; either alone is part of the line. */
export class LineBuffer {
  #pending: Buffer = NOTHING;
  readonly #limitBytes: number;

  constructor(limitBytes = LINE_LIMIT_BYTES) {
    this.#limitBytes = limitBytes;
  }

  take(piece: Buffer): Taken {
    const all = this.#pending.length === 0 ? piece : Buffer.concat([this.#pending, piece]);
    const end = all.indexOf(CRLF);
    if (end < 0) {
      this.#pending = bounded(afterNul(all), this.#limitBytes);
      return { echo: withoutNuls(piece), line: undefined, tooLong: false, rest: NOTHING };
    }
    const taken = end + CRLF.length - this.#pending.length;
    this.#pending = NOTHING;
    const line = afterNul(all.subarray(0, end));
    return {
      echo: withoutNuls(piece.subarray(0, taken)),
      line: line.toString('latin1'),
      tooLong: line.length + CRLF.length > this.#limitBytes,
      rest: piece.subarray(taken),
    };
  }
}

/** Without a terminator in 256 bytes the firmware forgets them, and keeps no more than a CR at the end. */
const bounded = (bytes: Buffer, limitBytes: number): Buffer => {
  if (bytes.length < limitBytes) return Buffer.from(bytes);
  return bytes.at(-1) === CR ? Buffer.from([CR]) : NOTHING;
};
