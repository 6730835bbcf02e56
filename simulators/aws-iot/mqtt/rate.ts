const SECOND_MS = 1000;

/** So many in any second, and no more. Keeps the times of the last ones, not a bucket that lets twice as many through. */
export class Rate {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #times: number[] = [];
  /** Where the oldest time stands. */
  #oldest = 0;

  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Counts one more; false, and not counted, where it would be too many. */
  take(): boolean {
    if (this.waitMs() > 0) return false;
    this.#times[this.#oldest] = this.#now();
    this.#oldest = (this.#oldest + 1) % this.#perSecond;
    return true;
  }

  /** Milliseconds until one more is allowed. */
  waitMs(): number {
    if (this.#perSecond < 1) return Number.POSITIVE_INFINITY;
    const oldest = this.#times[this.#oldest];
    return oldest === undefined ? 0 : Math.max(0, oldest + SECOND_MS - this.#now());
  }
}

/**
 * Lets so many bytes through in a second, and one second's worth at once after a pause. What is larger than the rest
 * of it passes too, and is made up for afterwards: nothing is too large, only later.
 */
export class Pace {
  readonly #perSecond: number;
  readonly #now: () => number;
  #credit: number;
  #since: number;

  constructor(bytesPerSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = bytesPerSecond;
    this.#now = now;
    this.#credit = bytesPerSecond;
    this.#since = now();
  }

  spend(bytes: number): void {
    this.#settle();
    this.#credit -= bytes;
  }

  /** Milliseconds until the next bytes may follow. */
  waitMs(): number {
    this.#settle();
    return this.#credit >= 0 ? 0 : Math.ceil((-this.#credit / this.#perSecond) * SECOND_MS);
  }

  #settle(): void {
    const now = this.#now();
    const earned = ((now - this.#since) / SECOND_MS) * this.#perSecond;
    this.#credit = Math.min(this.#perSecond, this.#credit + earned);
    this.#since = now;
  }
}
