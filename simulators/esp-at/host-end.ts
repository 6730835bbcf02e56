import { Duplex } from 'node:stream';
import { EIGHT_N_ONE, type LineSettings } from './serial-line.ts';

/** The host's end of a simulated serial line. */
export interface SerialPlug extends Duplex {
  /** From here on the host's end has this rate, with 8 data bits and no parity. Before, it fits whatever the board's is. */
  setBaudRate(baud: number): void;
}

/** The host's end of the wire, while it is plugged in. */
export class HostEnd extends Duplex implements SerialPlug {
  readonly #toDevice: (chunk: Buffer, done: () => void) => void;
  readonly #onGone: () => void;
  #line: LineSettings | undefined;

  constructor(toDevice: (chunk: Buffer, done: () => void) => void, onGone: () => void) {
    super({ allowHalfOpen: false });
    this.#toDevice = toDevice;
    this.#onGone = onGone;
  }

  /** Undefined where the host cannot tell: TCP. */
  get line(): LineSettings | undefined {
    return this.#line;
  }

  setBaudRate(baud: number): void {
    this.#line = { baud, ...EIGHT_N_ONE };
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#toDevice(chunk, done);
  }

  override _read(): void {
    // The device sends when it has something to say, not when it is asked.
  }

  /** A plug has no half: a host that ends its writing is gone. */
  override _final(done: () => void): void {
    this.#onGone();
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#onGone();
    done(error);
  }
}
