import type { TrustCase, TrustFigures } from '../../../reports/allure/trust-report.ts';
import type { Judged } from '../../bench/misconfigurations/judge.ts';
import { CAUSES } from '../../diagnosis/causes.ts';
import { judgedLine, percent, scoreOf, scoreText } from './judged-text.ts';

/** Where a healthy bench stands: it has no cause. */
const HEALTHY = 'healthy';

const listed = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const caseOf = (judged: Judged): TrustCase => {
  const { name, release, expected, named, confidence, because, next, failure, isRight } = judged;
  const cause = CAUSES.find((one) => one.name === expected);
  const surely = percent(confidence ?? 0);
  return {
    suite: cause?.area ?? HEALTHY,
    title: `${name}, on ${release}`,
    release,
    facts: {
      expected: expected ?? 'no cause',
      named: named ?? 'no cause',
      ...(named === null ? {} : { confidence: surely }),
      ...(failure === null ? {} : { 'what failed': failure }),
    },
    description: [
      ...(cause ? [cause.title] : []),
      named === null ? 'No cause was named.' : `Named \`${named}\`, ${surely}, because`,
      ...(because.length === 0 ? [] : [listed(because)]),
      ...(next === null ? [] : [`Next: ${next}`]),
    ].join('\n\n'),
    wrong: isRight
      ? null
      : { why: judgedLine(judged), colour: 'harness', code: named ?? 'NO_CAUSE_NAMED' },
  };
};

/** What the report has of diagnosed benches: each is a test that passes if its name was exactly the right one. */
export const judgedReport = (all: readonly Judged[]): TrustFigures => ({
  name: 'Named causes',
  figures: scoreText(scoreOf(all)),
  table: `${[...all.map(judgedLine), '', scoreText(scoreOf(all))].join('\n')}\n`,
  cases: all.map(caseOf),
});
