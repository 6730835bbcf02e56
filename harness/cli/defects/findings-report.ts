import type { TrustCase, TrustFigures } from '../../../reports/allure/trust-report.ts';
import type { Finding } from './examine.ts';
import {
  type Findings,
  findingCounts,
  findingsTable,
  verdictWord,
  whyNot,
} from './findings-table.ts';

const caseOf = (finding: Finding): TrustCase => {
  const { suspect, verdict, by, durationMs } = finding;
  const { defect, area, suffering, defectFile } = suspect;
  const isCaught = verdict === 'caught';
  return {
    suite: area,
    title: defect,
    release: by?.release,
    area,
    facts: {
      verdict,
      ...(by ? { spec: by.file, test: by.test } : {}),
      ...(by?.colour === undefined ? {} : { colour: by.colour }),
      ...(by?.code === undefined ? {} : { code: by.code }),
      ...(defectFile === undefined ? {} : { 'defect file': defectFile }),
    },
    description: [
      suffering,
      ...(by ? [`Noticed on ${by.release} by \`${by.file}\`: ${by.test}.`] : []),
    ].join('\n\n'),
    evidence: by?.message === undefined ? {} : { 'What the spec said': by.message },
    wrong: isCaught
      ? null
      : { why: whyNot(finding), colour: 'harness', code: verdictWord(verdict) },
    durationMs,
  };
};

/** What the report has of an examination: each defect is a test that passes if the defect was caught in the right area. */
export const findingsReport = (all: Findings): TrustFigures => ({
  name: 'Planted defects',
  figures: findingCounts(all),
  table: findingsTable(all),
  cases: all.findings.map(caseOf),
});
