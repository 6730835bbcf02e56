import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How times are spread, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

export const spread = (times: readonly number[]): Spread => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { count: sorted.length, median: at(0.5), p99: at(0.99), longest: at(1) };
};

/** Bytes that this process has. */
export interface Memory {
  readonly heap: number;
  readonly rss: number;
}

/** After everything that nobody needs any more was collected. */
export const memory = (): Memory => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, rss };
};

/** Notes what nobody handled, and what Node warns of, until the scope ends. */
export const watchUnhandled = (): Disposable & { readonly seen: readonly string[] } => {
  const seen: string[] = [];
  const note = (error: unknown) => seen.push(String(error));
  process.on('unhandledRejection', note);
  process.on('warning', note);
  return {
    seen,
    [Symbol.dispose]: () => {
      process.off('unhandledRejection', note);
      process.off('warning', note);
    },
  };
};
