import type { TimerHandle, Timers } from './timers.ts';

interface Due {
  readonly at: number;
  readonly run: () => void;
}

const promisesSettled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets what is on its way through this computer's loopback arrive, and be answered. */
export const loopbackSettled = async (): Promise<void> => {
  for (let n = 0; n < 20; n += 1) await promisesSettled();
};

/** Timers whose time stands still until a test moves it: `await timers.advance(1000)`. */
export class StepTimers implements Timers {
  #now = 0;
  readonly #due = new Set<Due>();
  readonly #settled: () => Promise<void>;

  /** @param settled what has to come to rest before the time moves on: promises alone, or sockets too */
  constructor(settled: () => Promise<void> = promisesSettled) {
    this.#settled = settled;
  }

  readonly now = (): number => this.#now;

  readonly setTimeout = (run: () => void, ms: number): TimerHandle => {
    const due = { at: this.#now + ms, run };
    this.#due.add(due);
    return due;
  };

  readonly clearTimeout = (timer: TimerHandle): void => {
    this.#due.delete(timer as Due);
  };

  /** How many timers are set: 0 after everything has been let go. */
  get pending(): number {
    return this.#due.size;
  }

  /** Moves the time on, running what falls due in its order; all settles before the first timer and after each. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.#settled();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#due.delete(next);
      this.#now = next.at;
      next.run();
      await this.#settled();
    }
    this.#now = until;
  }

  #next(until: number): Due | undefined {
    return [...this.#due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}
