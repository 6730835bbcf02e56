import type { TrustCase, TrustFigures } from '../../../../reports/allure/trust-report.ts';
import type { FaultRun } from './fault-run.ts';
import { endOf, faultCounts, faultTable } from './fault-table.ts';

const caseOf = (run: FaultRun): TrustCase => {
  const { seed, release, schedule, happened, end, step, finding, message } = run;
  const { transcript, wrong, tookMs } = run;
  const planned = schedule.map(
    (line) => `- ${line}${happened.includes(line) ? '' : ' (not reached)'}`,
  );
  return {
    suite: release,
    title: `seed ${seed}: ${endOf(run)}`,
    release,
    facts: {
      seed: String(seed),
      end,
      ...(step === undefined ? {} : { step }),
      ...(finding ?? {}),
    },
    description: [
      planned.join('\n'),
      `Again with \`npm run trust -- faults --runs 1 --seed ${seed} --releases ${release} --verbose\``,
    ].join('\n\n'),
    evidence: {
      ...(message === undefined ? {} : { 'What it failed with': message }),
      ...(transcript === '' ? {} : { 'What went over the AT port': transcript }),
    },
    wrong:
      wrong.length === 0
        ? null
        : { why: wrong.join('\n'), colour: 'harness', code: 'ENDED_WRONGLY' },
    durationMs: tookMs,
  };
};

/** What the report has of runs under fault schedules: each is a test that passes if the run ended as it should. */
export const faultReport = (runs: readonly FaultRun[], tookMs: number): TrustFigures => ({
  name: 'Fault schedules',
  figures: faultCounts(runs, tookMs),
  table: faultTable(runs, tookMs),
  cases: runs.map(caseOf),
});
