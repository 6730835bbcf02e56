import type { TrustCase, TrustFigures } from '../../../../reports/allure/trust-report.ts';
import type { CleanRun } from './clean-run.ts';
import { cleanCounts, cleanTable, commandOf, whyRed } from './clean-table.ts';

const caseOf = (run: CleanRun): TrustCase => {
  const { release, seed, verdict, tests, skipped, failed, tookMs } = run;
  const { colour = 'harness', code = 'NOT_GREEN' } = failed[0] ?? {};
  return {
    suite: release,
    title: `seed ${seed}`,
    release,
    facts: { seed: String(seed), verdict, tests: String(tests), skipped: String(skipped) },
    description: `Again with \`${commandOf(run)}\``,
    wrong: verdict === 'passed' ? null : { why: whyRed(run).join('\n'), colour, code },
    durationMs: tookMs,
  };
};

/** What the report has of clean runs: each is a test that passes if the run was green. */
export const cleanReport = (runs: readonly CleanRun[], tookMs: number): TrustFigures => ({
  name: 'Clean runs',
  figures: cleanCounts(runs, tookMs),
  table: cleanTable(runs, tookMs),
  cases: runs.map(caseOf),
});
