import { fitted } from '../../../reports/terminal-text.ts';
import type { OnProgress } from '../../flash/rom/rom-loader.ts';

/** A stream that may be a terminal. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How far bytes on their way to or from a board are, for people. */
export interface TransferProgress {
  /** Begins anew under another name. */
  begin(what: string): OnProgress;
  /** Takes the bar away. */
  finished(): void;
}

/** Back to the first column, and the line is empty: ECMA-48 8.3.41. */
const CLEAR = '\r\u001b[2K';
const BAR_COLUMNS = 24;
/** Where nothing can be taken back, a line so often. */
const LINE_MS = 3_000;
/** A terminal is written to no more often than eyes see. */
const BAR_MS = 50;

const amount = (bytes: number): string =>
  bytes < 1 << 20 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / (1 << 20)).toFixed(2)} MB`;

const bar = (share: number): string => {
  const full = Math.round(share * BAR_COLUMNS);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_COLUMNS - full)}]`;
};

const figures = (done: number, total: number, ms: number): string => {
  const rate = ms > 0 ? (done * 1000) / ms : 0;
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : 'not known how long yet';
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  return `${amount(done)} of ${amount(total)} (${share} %), ${amount(rate)}/s, ${left}`;
};

/**
 * A bar on a terminal, a line every few seconds elsewhere.
 * @param screen missing: nothing is shown
 * @param now milliseconds
 */
export const transferProgress = (
  screen: Screen | undefined,
  now: () => number = () => performance.now(),
): TransferProgress => {
  const isLive = screen?.isTTY === true;
  return {
    begin: (what) => {
      const start = now();
      let shown = start;
      return (done, total) => {
        const time = now();
        const isEnd = done === total;
        if (!isEnd && time - shown < (isLive ? BAR_MS : LINE_MS)) return;
        shown = time;
        const text = figures(done, total, time - start);
        if (!isLive) screen?.write(`${what}: ${text}\n`);
        else {
          const columns = (screen.columns ?? 80) - 1;
          const line = `${what} ${bar(total === 0 ? 1 : done / total)} ${text}`;
          // The figures say more than the bar.
          const shorter = line.length > columns ? `${what} ${text}` : line;
          screen.write(CLEAR + fitted(shorter, columns).trimEnd());
        }
      };
    },
    finished: () => void (isLive && screen.write(CLEAR)),
  };
};
