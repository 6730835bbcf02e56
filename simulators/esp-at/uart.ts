import { Duplex } from 'node:stream';
import type { Timers } from '../network/timers.ts';

/** The receive ring of the ESP32's AT port; what does not fit while the core is held up is lost. */
const RECEIVE_RING_BYTES = 2048;
/** How many bytes go over a paced wire at a time: the threshold of the ESP32's UART FIFO. */
const FIFO_BYTES = 120;
/** Start bit, eight data bits, stop bit. */
const BITS_A_BYTE = 10;

/** The host's end of the wire, while it is plugged in. */
class HostEnd extends Duplex {
  readonly #toDevice: (chunk: Buffer, done: () => void) => void;

  constructor(toDevice: (chunk: Buffer, done: () => void) => void) {
    super({ allowHalfOpen: false });
    this.#toDevice = toDevice;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#toDevice(chunk, done);
  }

  override _read(): void {
    // The device sends when it has something to say, not when it is asked.
  }
}

/**
 * One of the board's serial ports. Without pacing bytes arrive as they are written, a write a chunk; with it they take
 * their time at the baud rate, and a host that goes on while the core is held up loses what the ring cannot take.
 */
export class Uart {
  readonly #timers: Timers | undefined;
  #host: HostEnd | undefined;
  #listener: (chunk: Buffer) => void = () => {};
  #baud: number;
  #sendingUntil = 0;
  #held = false;
  #ring: Buffer[] = [];
  #ringBytes = 0;
  #lost = 0;

  /** @param timers makes the wire take its time at the baud rate; left out, it takes none */
  constructor({ baud = 115_200, timers }: { baud?: number; timers?: Timers } = {}) {
    this.#baud = baud;
    this.#timers = timers;
  }

  get baud(): number {
    return this.#baud;
  }

  /** Takes effect with the next byte. */
  set baud(rate: number) {
    this.#baud = rate;
  }

  /** Bytes that came while the ring was full, since the board was made. */
  get lostBytes(): number {
    return this.#lost;
  }

  get isAttached(): boolean {
    return this.#host !== undefined;
  }

  /** Plugs a host in. One at a time: the one before it is unplugged. */
  attach(): Duplex {
    this.#host?.destroy();
    const host = new HostEnd((chunk, done) => this.#fromHost(chunk, done));
    host.once('close', () => {
      if (this.#host === host) this.#host = undefined;
    });
    this.#host = host;
    return host;
  }

  /** Pulls the host's end out. */
  unplug(): void {
    this.#host?.destroy();
  }

  /** Who gets what the host sends; replaces the one before. */
  onReceive(listener: (chunk: Buffer) => void): void {
    this.#listener = listener;
  }

  /** Sends to the host; lost where none is plugged in. */
  write(bytes: Uint8Array | string): void {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
    if (!this.#timers) {
      this.#host?.push(buffer);
      return;
    }
    for (let at = 0; at < buffer.length; at += FIFO_BYTES) {
      const piece = buffer.subarray(at, at + FIFO_BYTES);
      const from = Math.max(this.#sendingUntil, this.#timers.now());
      this.#sendingUntil = from + this.#wireMs(piece.length);
      this.#timers.setTimeout(
        () => this.#host?.push(piece),
        this.#sendingUntil - this.#timers.now(),
      );
    }
  }

  /** The core does not look at the port: a flash operation has stopped it. */
  hold(): void {
    this.#held = true;
  }

  /** The core looks again, and finds what the ring has kept. */
  release(): void {
    this.#held = false;
    const kept = Buffer.concat(this.#ring);
    this.#ring = [];
    this.#ringBytes = 0;
    if (kept.length > 0) this.#listener(kept);
  }

  #wireMs(bytes: number): number {
    return (bytes * BITS_A_BYTE * 1000) / this.#baud;
  }

  #fromHost(chunk: Buffer, done: () => void): void {
    if (!this.#timers) {
      this.#arrive(chunk);
      done();
      return;
    }
    const piece = chunk.subarray(0, FIFO_BYTES);
    this.#timers.setTimeout(() => {
      this.#arrive(piece);
      if (piece.length < chunk.length) this.#fromHost(chunk.subarray(piece.length), done);
      else done();
    }, this.#wireMs(piece.length));
  }

  #arrive(chunk: Buffer): void {
    if (!this.#held) {
      this.#listener(chunk);
      return;
    }
    const room = Math.max(0, RECEIVE_RING_BYTES - this.#ringBytes);
    const kept = chunk.subarray(0, room);
    this.#lost += chunk.length - kept.length;
    this.#ringBytes += kept.length;
    this.#ring.push(Buffer.from(kept));
  }
}
