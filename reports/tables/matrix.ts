import type { Summary, Verdict } from '../summary.ts';

/** What the run on one release came to. */
export interface ReleaseSummary extends Summary {
  readonly release: string;
  /** Why its process did not come to its end, in words; missing if it did. */
  readonly cutOff?: string;
}

/** The same specs on several releases of the firmware, side by side. */
export interface Matrix
  extends Pick<Summary, 'passed' | 'failed' | 'skipped' | 'notRun' | 'flaky' | 'durationMs'> {
  /** `passed` only if every release passed, and each of them executed something. */
  readonly verdict: Verdict;
  readonly releases: readonly ReleaseSummary[];
}

/** The first of these that a release came to is what all of them come to. */
const WORST_FIRST = ['failed', 'incomplete', 'nothing executed'] as const;

/** Puts the runs on several releases together. @param durationMs how long all of it took, at the same time or not */
export const combine = (releases: readonly ReleaseSummary[], durationMs: number): Matrix => {
  const sum = (figure: 'passed' | 'failed' | 'skipped' | 'notRun' | 'flaky'): number =>
    releases.reduce((total, summary) => total + summary[figure], 0);
  const worst = WORST_FIRST.find((verdict) => releases.some((run) => run.verdict === verdict));
  return {
    verdict: worst ?? (releases.length === 0 ? 'nothing executed' : 'passed'),
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    notRun: sum('notRun'),
    flaky: sum('flaky'),
    durationMs,
    releases,
  };
};

/** How the process that ran the specs of a release ended. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The signal by which somebody stopped the whole run before this process had ended, or its deadline. */
  readonly stoppedBy: NodeJS.Signals | 'its deadline' | undefined;
}

const whyCutOff = (summary: Summary, end: ProcessEnd | undefined): string | undefined => {
  if (end === undefined) return 'not begun, as the run was stopped before';
  const { exitCode, signal, stoppedBy } = end;
  if (stoppedBy !== undefined) return `stopped by ${stoppedBy}`;
  if (signal !== null) return `its process was ended by ${signal}`;
  const isExplained = summary.verdict === 'failed' || summary.verdict === 'nothing executed';
  return exitCode === 0 || isExplained ? undefined : `its process ended with exit code ${exitCode}`;
};

/** The run on one release, from its summary and how its process ended; one that was never begun has no end. */
export const releaseSummary = (
  release: string,
  summary: Summary,
  end: ProcessEnd | undefined,
): ReleaseSummary => {
  const cutOff = whyCutOff(summary, end);
  if (cutOff === undefined) return { release, ...summary };
  const verdict = summary.verdict === 'failed' ? 'failed' : 'incomplete';
  return { release, ...summary, verdict, cutOff };
};
