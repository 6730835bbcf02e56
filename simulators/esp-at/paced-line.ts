import type { TimerHandle, Timers } from '../network/timers.ts';

/** How many bytes arrive at a time: the threshold of the ESP32's UART FIFO. */
const FIFO_BYTES = 120;
/** Start bit, eight data bits, stop bit. */
const BITS_A_BYTE = 10;

/** The rate in bits a second, asked when a piece's first bit goes out. */
export type Rate = () => number;

interface Piece {
  readonly bytes: Buffer;
  readonly rate: Rate;
  readonly done: (() => void) | undefined;
}

/**
 * One direction of a serial line that takes its time: a piece comes out when its last bit would have. Its one timer
 * runs only while something is on the way, and what falls due together is not held up by a timer's coarseness.
 */
export class PacedLine {
  readonly #timers: Timers;
  readonly #deliver: (bytes: Buffer) => void;
  #pieces: Piece[] = [];
  /** When the first piece is through; once the line is idle, when the last one was. */
  #dueAt = 0;
  #timer: TimerHandle | undefined;
  #isDelivering = false;
  #onIdle: (() => void)[] = [];

  constructor(timers: Timers, deliver: (bytes: Buffer) => void) {
    this.#timers = timers;
    this.#deliver = deliver;
  }

  /** @param done called when the last byte is through; never, if the line is cut before */
  send(bytes: Buffer, rate: Rate, done?: () => void): void {
    if (bytes.length === 0) {
      done?.();
      return;
    }
    const wasIdle = this.#pieces.length === 0;
    for (let at = 0; at < bytes.length; at += FIFO_BYTES) {
      const isLast = at + FIFO_BYTES >= bytes.length;
      const piece = bytes.subarray(at, at + FIFO_BYTES);
      this.#pieces.push({ bytes: piece, rate, done: isLast ? done : undefined });
    }
    if (!wasIdle) return;
    // A sender who goes on as soon as he may leaves no gap, however late the timer was.
    this.#start(this.#isDelivering ? this.#dueAt : this.#timers.now());
    if (!this.#isDelivering) this.#wait();
  }

  /** Resolves when nothing is on the way any more: all of it is through, or the line was cut. */
  async idle(): Promise<void> {
    if (this.#pieces.length > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** What is on the way is lost. */
  cut(): void {
    this.#pieces = [];
    if (this.#timer) this.#timers.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tellIdle();
  }

  #tellIdle(): void {
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }

  #start(at: number): void {
    const [first] = this.#pieces;
    this.#dueAt = at + (first ? wireMs(first) : 0);
  }

  #wait(): void {
    const ms = Math.max(0, Math.ceil(this.#dueAt - this.#timers.now()));
    this.#timer = this.#timers.setTimeout(() => this.#arrive(), ms);
  }

  #arrive(): void {
    this.#timer = undefined;
    this.#isDelivering = true;
    try {
      while (this.#pieces.length > 0 && this.#dueAt <= this.#timers.now()) {
        const piece = this.#pieces.shift() as Piece;
        const at = this.#dueAt;
        if (this.#pieces.length > 0) this.#start(at);
        this.#deliver(piece.bytes);
        piece.done?.();
      }
    } finally {
      this.#isDelivering = false;
      if (this.#pieces.length > 0) this.#wait();
      else this.#tellIdle();
    }
  }
}

const wireMs = ({ bytes, rate }: Piece): number => (bytes.length * BITS_A_BYTE * 1000) / rate();
