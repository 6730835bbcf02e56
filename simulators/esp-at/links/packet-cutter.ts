import type { TimerHandle, Timers } from '../../network/timers.ts';

/** Documented; `+++` counts by the same silence. */
const SILENCE_MS = 20;

interface CutterOptions {
  readonly timers: Timers;
  /** The largest packet, in bytes. */
  readonly most: number;
  readonly onPacket: (packet: Buffer) => void;
}

/** Makes packets of a stream that knows none: one when it is full, or when nothing has come for 20 ms. */
export class PacketCutter {
  readonly #options: CutterOptions;
  #gathered: Buffer = Buffer.alloc(0);
  #timer: TimerHandle | undefined;

  constructor(options: CutterOptions) {
    this.#options = options;
  }

  take(piece: Buffer): void {
    const { timers, most } = this.#options;
    this.stop();
    this.#gathered = Buffer.concat([this.#gathered, piece]);
    while (this.#gathered.length >= most) this.#cut(most);
    if (this.#gathered.length === 0) return;
    this.#timer = timers.setTimeout(() => this.#cut(this.#gathered.length), SILENCE_MS);
  }

  /** Nothing is cut any more until something comes. */
  stop(): void {
    if (this.#timer) this.#options.timers.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #cut(length: number): void {
    const packet = this.#gathered.subarray(0, length);
    this.#gathered = this.#gathered.subarray(length);
    this.#options.onPacket(packet);
  }
}
