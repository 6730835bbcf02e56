import type { Timers } from '../network/timers.ts';
import type { BootReason } from './chips.ts';
import type { ClockSeams, TimeGiver } from './seams.ts';

/**
 * The board's wall clock. It starts at 1970 with the power, and goes on through a restart (the RTC keeps it on ESP32,
 * seen on v3.4.0.0). Its seconds are those of the `timers`.
 */
export class BoardClock {
  readonly #timers: Timers;
  readonly #seams: ClockSeams;
  /** What the clock read at monotonic zero, in ms since 1970. */
  #origin: number;

  constructor(timers: Timers, seams: ClockSeams = {}) {
    this.#timers = timers;
    this.#seams = seams;
    this.#origin = -timers.now();
  }

  /** Milliseconds since 1970. */
  now(): number {
    const epochMs = this.#origin + this.#timers.now();
    return this.#seams.read?.(epochMs) ?? epochMs;
  }

  set(epochMs: number, by: TimeGiver): void {
    this.#origin = (this.#seams.set?.(epochMs, by) ?? epochMs) - this.#timers.now();
  }

  /** The chip starts: where power was lost it is 1970 again. */
  start(reason: BootReason): void {
    const right = reason === 'restart' || reason === 'wake-up';
    if (this.#seams.keeps?.(right, reason) ?? right) return;
    this.#origin = -this.#timers.now();
  }
}
