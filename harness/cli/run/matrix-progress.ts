import type { RecordLine, TestRecord } from '../../../reports/run-record.ts';
import { counts } from '../../../reports/summary-table.ts';
import type { ReleaseSummary } from '../../../reports/tables/matrix.ts';
import { sentenceOf } from '../../../reports/tables/matrix-causes.ts';
import { columns, fitted, SIGNS, seconds } from '../../../reports/terminal-text.ts';

/** What a person sees of several runs at the same time. Whole lines only, so that nothing gets mixed up. */
export interface MatrixProgress {
  heard(release: string, line: RecordLine): void;
  complained(release: string, line: string): void;
  ended(run: ReleaseSummary): void;
  /** A sentence about all of them. */
  said(sentence: string): void;
  finished(): void;
}

/** A stream that may be a terminal. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

interface Count {
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
}

/** Back to the first column, and the line is empty: ECMA-48 8.3.41. */
const CLEAR = '\r\u001b[2K';

/** What is going on now, in one line below the others: only a terminal can take it back again. */
const liveLine = (
  releases: readonly string[],
  running: ReadonlyMap<string, Count>,
  ended: number,
) =>
  [
    `${ended} of ${releases.length} done`,
    ...Array.from(running, ([release, { planned, done, failed }]) =>
      [`${release} ${done}/${planned}`, failed > 0 ? ` ✗${failed}` : ''].join(''),
    ),
  ].join('   ');

const testLine = (test: TestRecord): string => {
  const { state, durationMs, reason, colour, code, area } = test;
  const [sign] = SIGNS[state];
  const about = area === undefined ? '' : ` (${area})`;
  const why = state === 'failed' ? `${colour} ${code}${about}` : reason;
  return `${sign} ${sentenceOf(test)} (${seconds(durationMs)})${why === undefined ? '' : `: ${why}`}`;
};

/**
 * Shows a line for each test of each release, the release in front. A terminal gets a line that changes instead, and only
 * what failed stays above it.
 * @param screen missing: nothing but complaints is shown
 * @param complaints where complaints go
 */
export const matrixProgress = (
  releases: readonly string[],
  screen: Screen | undefined,
  complaints: Screen = process.stderr,
): MatrixProgress => {
  const width = Math.max(0, ...releases.map(columns));
  const isLive = screen?.isTTY === true;
  const running = new Map<string, Count>();
  let ended = 0;
  const clear = (): void => void (isLive && screen.write(CLEAR));
  const draw = (): void => {
    if (isLive)
      screen.write(
        fitted(liveLine(releases, running, ended), (screen.columns ?? 80) - 1).trimEnd(),
      );
  };
  const print = (to: Screen | undefined, text: string): void => {
    clear();
    to?.write(`${text}\n`);
    draw();
  };
  const add = (release: string, { state }: TestRecord): void => {
    const { planned, done, failed } = running.get(release) ?? { planned: 0, done: 0, failed: 0 };
    const isFailed = state === 'failed' ? 1 : 0;
    running.set(release, { planned, done: done + 1, failed: failed + isFailed });
  };
  return {
    heard: (release, line) => {
      // Others of that process may also have something to say to whoever started it.
      if (line.type === 'start')
        running.set(release, { planned: line.planned, done: 0, failed: 0 });
      else if (line.type === 'test') {
        add(release, line);
        if (!isLive || line.state === 'failed') {
          print(screen, `${fitted(release, width)}  ${testLine(line)}`);
          return;
        }
      } else return;
      clear();
      draw();
    },
    complained: (release, line) => print(complaints, `${fitted(release, width)}  ${line}`),
    ended: (run) => {
      running.delete(run.release);
      ended += 1;
      const why = run.cutOff === undefined ? '' : ` (${run.cutOff})`;
      print(screen, `${fitted(run.release, width)}  ${counts(run)}${why}`);
    },
    said: (sentence) => print(complaints, sentence),
    finished: clear,
  };
};
