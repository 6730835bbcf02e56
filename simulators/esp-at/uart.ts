import { pause, realTimers, type Timers } from '../network/timers.ts';
import { HostEnd, type SerialPlug } from './host-end.ts';
import { PacedLine } from './paced-line.ts';
import type { ModemLines } from './reset-circuit.ts';
import type { UartSeams } from './seams.ts';
import { asRead, EIGHT_N_ONE, isAlike, type LineSettings } from './serial-line.ts';

/** The receive ring of the ESP32's AT port; what does not fit while the core is held up is lost. */
const RECEIVE_RING_BYTES = 2048;
/** What is kept for a host that does not read. Beyond it the host loses bytes, as its driver's buffer would. */
const UNREAD_BYTES = 4 * 1024 * 1024;

const readBy = (bytes: Buffer, sent: LineSettings, read: LineSettings): Buffer =>
  isAlike(sent, read) ? bytes : asRead(bytes, sent, read);

/**
 * One of the board's serial ports. Without pacing bytes arrive as they are written, a write a chunk; with it they take
 * their time at the baud rate, and a host that goes on while the core is held up loses what the ring cannot take.
 */
export class Uart {
  /** The hardware measures the bits: the line takes on the rate of whatever the host sends. Setting the line ends it. */
  measuresRate = false;
  #host: HostEnd | undefined;
  #listener: (chunk: Buffer) => void = () => {};
  #onLines: (lines: ModemLines) => void = () => {};
  #line: LineSettings;
  /** Both there with pacing, neither without. */
  readonly #incoming: PacedLine | undefined;
  readonly #outgoing: PacedLine | undefined;
  #held = false;
  #ring: Buffer[] = [];
  #ringBytes = 0;
  #lost = 0;
  readonly #seams: UartSeams;
  /** What a defect holds up goes out one after the other. */
  #late: Promise<void> = Promise.resolve();
  #lateness = new AbortController();

  /** @param timers makes the wire take its time at the baud rate; left out, it takes none */
  constructor({
    baud = 115_200,
    timers,
    seams = {},
  }: { baud?: number; timers?: Timers; seams?: UartSeams | undefined } = {}) {
    this.#seams = seams;
    this.#line = { baud, ...EIGHT_N_ONE };
    if (!timers) return;
    this.#incoming = new PacedLine(timers, (bytes) => this.#arrive(bytes));
    this.#outgoing = new PacedLine(timers, (bytes) => this.#give(bytes, this.#host));
  }

  get line(): LineSettings {
    return this.#line;
  }

  /** How it runs, which only a defect makes another thing than how it is set. */
  get #real(): LineSettings {
    return this.#seams.line?.(this.#line) ?? this.#line;
  }

  /** What has been written before goes out as the line was then. */
  set line(line: LineSettings) {
    this.#line = line;
    this.measuresRate = false;
  }

  /** Bytes of the host that came while the ring was full, since the board was made. */
  get lostBytes(): number {
    return this.#lost;
  }

  get isAttached(): boolean {
    return this.#host !== undefined;
  }

  /** Resolves when all that has been written is out. */
  async sent(): Promise<void> {
    await this.#late;
    await this.#outgoing?.idle();
  }

  /** Plugs a host in. One at a time: the one before it is unplugged. */
  attach(): SerialPlug {
    this.unplug();
    const host = new HostEnd({
      sent: (chunk, done) => {
        if (this.measuresRate && host.line) {
          this.#line = { ...this.#line, baud: host.line.baud };
        }
        // A rate that the host changes now is not that of what it has sent.
        const heard = host.line ? readBy(chunk, host.line, this.#real) : chunk;
        this.#fromHost(heard, done);
      },
      lines: (lines) => {
        if (this.#host === host) this.#onLines(lines);
      },
      gone: () => {
        if (this.#host !== host) return;
        this.#host = undefined;
        this.#incoming?.cut();
        this.#onLines({ dtr: false, rts: false });
      },
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

  /** Who is told of the host's modem lines; replaces the one before. */
  onModemLines(listener: (lines: ModemLines) => void): void {
    this.#onLines = listener;
  }

  /** Sends to the host; lost where none is plugged in. */
  write(bytes: Uint8Array | string): void {
    if (bytes.length === 0) return;
    const said = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
    const { send, lateMs } = this.#seams;
    const buffer = send ? send(said) : said;
    if (lateMs) this.#sendLate(buffer, lateMs(buffer));
    else this.#send(buffer);
  }

  #sendLate(bytes: Buffer, ms: number): void {
    const { signal } = this.#lateness;
    this.#late = this.#late
      .then(() => pause(realTimers, ms, signal))
      .then(
        () => this.#send(bytes),
        () => undefined,
      );
  }

  #send(buffer: Buffer): void {
    const line = this.#real;
    const { baud } = line;
    const host = this.#host;
    const heard = host?.line ? readBy(buffer, line, host.line) : buffer;
    if (this.#outgoing) this.#outgoing.send(heard, () => baud);
    // Not at once, so that a host that answers from within its listener does not run inside of the firmware.
    else queueMicrotask(() => this.#give(heard, host));
  }

  /** The chip stands still or is without power: nobody listens, and what was on its way out is lost. */
  silence(): void {
    this.#listener = () => {};
    this.#outgoing?.cut();
    this.#lateness.abort(new Error('the port is silent'));
    this.#lateness = new AbortController();
    this.#held = false;
    this.#ring = [];
    this.#ringBytes = 0;
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

  #give(bytes: Buffer, host: HostEnd | undefined): void {
    const isThere = host !== undefined && host === this.#host;
    if (isThere && host.readableLength < UNREAD_BYTES) host.push(bytes);
  }

  #fromHost(chunk: Buffer, done: () => void): void {
    if (this.#incoming) {
      this.#incoming.send(chunk, () => this.#line.baud, done);
      return;
    }
    this.#arrive(chunk);
    done();
  }

  #arrive(came: Buffer): void {
    const { receive } = this.#seams;
    const chunk = receive ? receive(came) : came;
    if (chunk.length === 0) return;
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
