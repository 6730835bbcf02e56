import { EventEmitter } from 'node:events';
import { BenchError } from '../../../errors/bench-error.ts';

/** Mosquitto did not start, did not do what it was asked to, or is gone. What it said last is the evidence. */
export class MosquittoFailed extends BenchError {
  readonly code = 'MOSQUITTO_FAILED';
  readonly colour = 'bench';
}

const LAST = 20;

/** Everything that a Mosquitto logs, line by line, from its first word to its end. */
export class BrokerLog {
  readonly #lines: string[] = [];
  readonly #news = new EventEmitter<{ line: [string]; end: [] }>().setMaxListeners(0);
  #hasEnded = false;

  /** Nothing more will be said: the process or its container has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  append(line: string): void {
    this.#lines.push(line);
    this.#news.emit('line', line);
  }

  end(): void {
    this.#hasEnded = true;
    this.#news.emit('end');
  }

  position(): number {
    return this.#lines.length;
  }

  /** Whether a line from a position on fits. */
  has(pattern: RegExp, from = 0): boolean {
    return this.#lines.slice(from).some((line) => pattern.test(line));
  }

  /** Calls back for each line there is and each one to come. */
  onLine(listener: (line: string) => void): void {
    for (const line of this.#lines) listener(line);
    this.#news.on('line', listener);
  }

  /** Calls back when nothing more will be said, also if that is so already. */
  onEnd(listener: () => void): void {
    if (this.#hasEnded) listener();
    else this.#news.once('end', listener);
  }

  /** An error about this Mosquitto, with the last that it said. */
  failure(sentence: string, cause?: unknown): MosquittoFailed {
    const evidence = this.#lines.slice(-LAST);
    const last = evidence.at(-1);
    return new MosquittoFailed(
      `${sentence}; ${last === undefined ? 'it said nothing' : `the last it said: ${last}`}`,
      { evidence, ...(cause === undefined ? {} : { cause }) },
    );
  }

  /**
   * The first line from a position on that fits, past or to come.
   * @throws MosquittoFailed when it ends before, or the time is over
   */
  waitFor(
    pattern: RegExp,
    { from = 0, withinMs }: { readonly from?: number; readonly withinMs: number },
  ): Promise<string> {
    const past = this.#lines.slice(from).find((line) => pattern.test(line));
    if (past !== undefined) return Promise.resolve(past);
    const what = `a Mosquitto should have logged ${pattern}`;
    if (this.#hasEnded) return Promise.reject(this.failure(`${what} and has ended`));
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#news.off('line', look).off('end', giveUp);
      };
      const look = (line: string): void => {
        if (!pattern.test(line)) return;
        stop();
        resolve(line);
      };
      const giveUp = (): void => {
        stop();
        const why = this.#hasEnded ? 'and has ended' : `within ${withinMs} ms and did not`;
        reject(this.failure(`${what} ${why}`));
      };
      const timer = setTimeout(giveUp, withinMs);
      this.#news.on('line', look).on('end', giveUp);
    });
  }
}
