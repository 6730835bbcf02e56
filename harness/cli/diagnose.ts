import { Command } from 'commander';
import { BadInput } from '../../errors/bench-error.ts';
import { failedResults } from '../../reports/allure/failed-results.ts';
import { type Diagnosis, diagnose } from '../diagnosis/cause.ts';
import { CAUSES } from '../diagnosis/causes.ts';
import { evidenceFromJson } from '../diagnosis/evidence-json.ts';
import { diagnosisText } from '../diagnosis/show-diagnosis.ts';
import { say } from './say.ts';

const EXAMPLES = `
Examples:
  $ esp-at-bench diagnose reports/allure-results
      what each failed test of the last run comes from, by the evidence that was kept with it
  $ esp-at-bench run --results results/tuesday; esp-at-bench diagnose results/tuesday --json
      the same of a run whose results went elsewhere, as one JSON line

No board is asked: a cause that was added since is looked for in what there was then.
Exit codes: 0 every failure has a named cause, or nothing failed; 1 one has none; 2 bad input.`;

interface Explained {
  readonly test: string;
  /** Null where the run kept no evidence, or what it kept is damaged. */
  readonly causes: readonly Diagnosis[] | null;
  /** Why it cannot be read, where it is damaged. */
  readonly damage?: string;
}

type FailedResult = Awaited<ReturnType<typeof failedResults>>[number];

/** Evidence of one test that cannot be read says nothing of that of the others. */
const explain = ({ title: test, evidence }: FailedResult): Explained => {
  if (!evidence) return { test, causes: null };
  try {
    return { test, causes: diagnose(evidenceFromJson(evidence.json, evidence.file), CAUSES) };
  } catch (error) {
    if (error instanceof BadInput) return { test, causes: null, damage: error.message };
    throw error;
  }
};

const linesOf = ({ test, causes, damage }: Explained): string[] => {
  if (!causes) return [`✗ ${test}`, `  ${damage ?? 'no evidence was kept with it'}`];
  const [best, ...others] = causes;
  if (!best) return [`✗ ${test}`, '  no known cause fits its evidence'];
  const text = diagnosisText(best)
    .split('\n')
    .map((line) => `  ${line}`);
  const less = others.map(({ name, confidence }) => `${name} ${Math.round(100 * confidence)} %`);
  return [
    `✗ ${test}`,
    ...text,
    ...(less.length > 0 ? [`    less likely: ${less.join(', ')}`] : []),
  ];
};

const show = async (run: string, { json }: { readonly json?: boolean }): Promise<void> => {
  const failed = await failedResults(run);
  const explained = failed.map(explain);
  const lines =
    explained.length === 0 ? ['No test of this run failed.'] : explained.flatMap(linesOf);
  say(json, { failures: explained }, lines);
  if (explained.some(({ causes }) => !causes?.length)) process.exitCode = 1;
  if (explained.some(({ damage }) => damage !== undefined)) process.exitCode = 2;
};

/** `esp-at-bench diagnose`: what the failed tests of a finished run come from. */
export const diagnoseCommand = (): Command =>
  new Command('diagnose')
    .description(
      'what the failed tests of a finished run come from, by the evidence kept with them',
    )
    .argument(
      '<run>',
      'the folder with the results: reports/allure-results, or what --results took',
    )
    .option('--json', 'print one JSON line')
    .addHelpText('after', EXAMPLES)
    .action(show);
