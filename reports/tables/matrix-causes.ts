import type { TestRecord } from '../run-record.ts';
import { troublesOf } from '../summary-table.ts';
import type { Matrix, ReleaseSummary } from './matrix.ts';

/** A test by the sentence that its title makes with those of its suites. */
export const sentenceOf = ({ suites, title }: TestRecord): string => [...suites, title].join(' ');

/** The same with what the test is about. */
const placedSentenceOf = (test: TestRecord): string =>
  test.area === undefined ? sentenceOf(test) : `${sentenceOf(test)} (${test.area})`;

/** Something that was said of tests, with the releases and the tests that it was said of. */
interface Cause {
  readonly reason: string;
  readonly releases: Set<string>;
  readonly tests: Set<string>;
}

/** So many tests are named with a cause. */
const MOST_NAMED = 3;

/** Says `the board` in place of its module and release, by which the same reason reads differently on each. */
const general = (reason: string, { environment }: ReleaseSummary): string => {
  const { module, 'firmware release': release } = environment;
  return module && release ? reason.replaceAll(`${module} ${release}`, 'the board') : reason;
};

/** Each reason once, however many tests of however many releases it stands for. */
const gather = (
  releases: readonly ReleaseSummary[],
  reasonOf: (test: TestRecord) => string | undefined,
  nameOf: (test: TestRecord) => string,
): Cause[] => {
  const causes = new Map<string, Cause>();
  for (const run of releases) {
    for (const test of run.tests) {
      const said = reasonOf(test);
      if (said === undefined) continue;
      const reason = general(said, run);
      const cause = causes.get(reason) ?? { reason, releases: new Set(), tests: new Set() };
      causes.set(reason, cause);
      cause.releases.add(run.release);
      cause.tests.add(nameOf(test));
    }
  }
  return [...causes.values()];
};

const told = ({ reason, releases, tests }: Cause, all: number): string[] => {
  const more = tests.size - MOST_NAMED;
  const named = [...tests].slice(0, MOST_NAMED).join('; ') + (more > 0 ? `; and ${more} more` : '');
  const where = releases.size === all && all > 1 ? 'all releases' : [...releases].join(', ');
  return [reason, `  in ${where}: ${named}`];
};

const failureOf = ({ state, colour, code, message }: TestRecord): string | undefined =>
  state === 'failed'
    ? `${colour ?? 'harness'} ${code ?? 'failed'}: ${message?.split('\n', 1)[0] ?? 'no message'}`
    : undefined;

const skipOf = ({ state, reason }: TestRecord): string | undefined =>
  state === 'skipped' ? (reason ?? 'no reason given') : undefined;

/** Why tests failed, then what else went wrong with a release: a line for the cause, one for where. */
export const failuresOf = ({ releases }: Matrix): string[][] => [
  ...gather(releases, failureOf, placedSentenceOf).map((cause) => told(cause, releases.length)),
  ...releases.flatMap((run) =>
    [...troublesOf(run), ...(run.cutOff === undefined ? [] : [run.cutOff])].map((trouble) => [
      `${run.release}: ${trouble}`,
    ]),
  ),
];

/** Why tests were skipped, likewise; of those, the suite says enough. */
export const skipsOf = ({ releases }: Matrix): string[][] =>
  gather(releases, skipOf, ({ suites }) => suites.join(' ')).map((cause) =>
    told(cause, releases.length),
  );
