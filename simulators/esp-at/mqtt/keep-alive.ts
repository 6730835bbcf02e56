import type { TimerHandle, Timers } from '../../network/timers.ts';

interface KeepAliveOptions {
  readonly timers: Timers;
  /** How long after the last answer a ping goes out, and how long its answer may take. */
  readonly ms: number;
  readonly ping: () => void;
  readonly onSilence: () => void;
}

/**
 * Pings by the clock alone, whatever else is sent; a ping that is not answered until the next one would be due ends
 * the connection (seen on v3.4.0.0).
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #timer: TimerHandle | undefined;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.answered();
  }

  /** PINGRESP, or the CONNACK that everything begins with. */
  answered(): void {
    const { ping, onSilence } = this.#options;
    this.#after(() => {
      this.#after(onSilence);
      ping();
    });
  }

  stop(): void {
    if (this.#timer) this.#options.timers.clearTimeout(this.#timer);
  }

  #after(run: () => void): void {
    this.stop();
    this.#timer = this.#options.timers.setTimeout(run, this.#options.ms);
  }
}
