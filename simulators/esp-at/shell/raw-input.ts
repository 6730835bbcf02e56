import type { TimerHandle, Timers } from '../../network/timers.ts';
import type { RawInputSeams, Surplus } from '../seams.ts';
import { Refusal } from './refusal.ts';

/** Raw bytes that a command has asked for. However long they take, they are waited for. */
export class RawInput {
  /** Resolves to the bytes; rejects only where a defect gives up. */
  readonly complete: Promise<Buffer>;
  /** What becomes of bytes behind the last one. */
  readonly surplus: Surplus;
  readonly #seams: RawInputSeams;
  readonly #timers: Timers;
  readonly #gathered: Buffer;
  #filled = 0;
  #patience: TimerHandle | undefined;
  #resolve: (bytes: Buffer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(length: number, surplus: Surplus, timers: Timers, seams: RawInputSeams) {
    this.#gathered = Buffer.alloc(length);
    this.surplus = seams.surplus?.(surplus) ?? surplus;
    this.#seams = seams;
    this.#timers = timers;
    this.complete = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#waitOn();
  }

  /** @returns the surplus when all bytes are there; undefined while some are missing */
  take(piece: Buffer): Buffer | undefined {
    const arrived = this.#seams.arrive?.(piece) ?? piece;
    const taken = arrived.copy(this.#gathered, this.#filled);
    this.#filled += taken;
    this.#waitOn();
    return this.#filled < this.#gathered.length ? undefined : arrived.subarray(taken);
  }

  /** Hands the bytes over. */
  finish(): void {
    if (this.#patience) this.#timers.clearTimeout(this.#patience);
    this.#resolve(this.#seams.data?.(this.#gathered) ?? this.#gathered);
  }

  #waitOn(): void {
    const { giveUpAfterMs } = this.#seams;
    if (giveUpAfterMs === undefined) return;
    if (this.#patience) this.#timers.clearTimeout(this.#patience);
    this.#patience = this.#timers.setTimeout(() => this.#reject(new Refusal()), giveUpAfterMs);
  }
}
