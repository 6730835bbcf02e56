import { columns, fitted } from '../../../reports/terminal-text.ts';
import type { Finding } from './examine.ts';
import { findingLine } from './findings-table.ts';

/** A stream that may be a terminal. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a person sees while bugs are examined. */
export interface FindingsProgress {
  began(defect: string): void;
  found(finding: Finding): void;
  finished(): void;
}

/** Back to the first column, and the line is empty: ECMA-48 8.3.41. */
const CLEAR = '\r\u001b[2K';

/**
 * A line for each bug as soon as it is known who notices it, and on a terminal one below that tells what goes on.
 * @param screen missing: nothing is shown
 */
export const findingsProgress = (
  defects: readonly string[],
  screen: Screen | undefined,
): FindingsProgress => {
  const width = Math.max(0, ...defects.map(columns));
  const running = new Set<string>();
  const isLive = screen?.isTTY === true;
  let done = 0;
  const draw = (): void => {
    if (!isLive) return;
    const text = [`${done} of ${defects.length} defects`, ...running].join('   ');
    screen.write(`${CLEAR}${fitted(text, (screen.columns ?? 80) - 1).trimEnd()}`);
  };
  return {
    began: (defect) => {
      running.add(defect);
      draw();
    },
    found: (finding) => {
      running.delete(finding.suspect.defect);
      done += 1;
      if (isLive) screen.write(CLEAR);
      screen?.write(`${findingLine(finding, width)}\n`);
      draw();
    },
    finished: () => {
      if (isLive) screen.write(CLEAR);
    },
  };
};
