import { Duplex } from 'node:stream';
import type { ModemLines } from './reset-circuit.ts';
import { EIGHT_N_ONE, type LineSettings } from './serial-line.ts';

/** The host's end of a simulated serial line. */
export interface SerialPlug extends Duplex {
  /** From here on the host's end has this rate, with 8 data bits and no parity. Before, it fits whatever the board's is. */
  setBaudRate(baud: number): void;
  /** A line that is not named stays as it is. On the log port they lead to the chip's EN and IO0, on the AT port nowhere. */
  setModemLines(lines: Partial<ModemLines>): void;
}

/** What a host does to its end. */
export interface HostEvents {
  /** Done with these bytes when `done` is called. */
  sent(chunk: Buffer, done: () => void): void;
  lines(lines: ModemLines): void;
  /** It is unplugged, and its lines with it. */
  gone(): void;
}

/** The host's end of the wire, while it is plugged in. */
export class HostEnd extends Duplex implements SerialPlug {
  readonly #events: HostEvents;
  #line: LineSettings | undefined;
  #modemLines: ModemLines = { dtr: false, rts: false };

  constructor(events: HostEvents) {
    super({ allowHalfOpen: false });
    this.#events = events;
  }

  /** Undefined where the host cannot tell: TCP. */
  get line(): LineSettings | undefined {
    return this.#line;
  }

  setBaudRate(baud: number): void {
    this.#line = { baud, ...EIGHT_N_ONE };
  }

  setModemLines(lines: Partial<ModemLines>): void {
    if (this.destroyed) return;
    this.#modemLines = { ...this.#modemLines, ...lines };
    this.#events.lines(this.#modemLines);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#events.sent(chunk, done);
  }

  override _read(): void {
    // The device sends when it has something to say, not when it is asked.
  }

  /** A plug has no half: a host that ends its writing is gone. */
  override _final(done: () => void): void {
    this.#events.gone();
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#events.gone();
    done(error);
  }
}
