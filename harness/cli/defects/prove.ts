import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunRecord, type TestRecord } from '../../../reports/run-record.ts';
import { summarize } from '../../../reports/summary.ts';
import { type Listener, startSpecs } from '../run/run-specs.ts';
import type { Catch } from './caught-by.ts';

/** What the specs said of a defect. */
export interface Proof extends Catch {
  /** Whether the test passes on a board without the defect, and fails on one with it. */
  readonly isCaught: boolean;
  /** What happened, in a few words. */
  readonly finding: string;
}

/** The firmware's waits, so many times faster than life. */
const PACE = 40;
/** Specs are run in processes of their own, so many at a time. */
const AT_A_TIME = 2;

/** What they say meanwhile is in their record at the end. */
const UNHEARD: Listener = { heard: () => undefined, complained: () => undefined };

/** Text as a regular expression that means just that. */
const literal = (text: string): string => text.replaceAll(/[\^$.*+?()[\]{}|\\]/g, '\\$&');

/** Runs tests of a spec on a simulated board; what became of them, by title. */
const runTests = async (
  folder: string,
  {
    spec,
    release,
    titles,
    defect,
  }: {
    readonly spec: string;
    readonly release: string;
    readonly titles: readonly string[];
    readonly defect?: string | undefined;
  },
): Promise<ReadonlyMap<string, TestRecord>> => {
  const own = await mkdtemp(join(folder, 'run-'));
  const bench = join(own, 'bench.yaml');
  const at = `sim://${defect ?? 'healthy'}?release=${release}`;
  // JSON is YAML.
  await writeFile(
    bench,
    JSON.stringify({
      board: { name: defect ?? 'healthy', at },
      simulator: { pace: PACE, ...(defect === undefined ? {} : { defect }) },
    }),
  );
  const grep = titles.map((title) => `${literal(title)}$`).join('|');
  const record = join(own, 'record.jsonl');
  const reporter = ['--reporter-option', `record=${record},resultsDir=${own}`];
  const parameters = [...reporter, '--grep', grep, spec];
  await startSpecs({ parameters, bench, release }, UNHEARD).ended;
  const { tests } = summarize(readRunRecord(record));
  return new Map(tests.map((test) => [test.title, test]));
};

/** Does pieces of work, so many at a time, and keeps their order. */
const inTurns = async <T, R>(
  pieces: readonly T[],
  work: (piece: T) => Promise<R>,
): Promise<R[]> => {
  const done: R[] = [];
  const waiting = [...pieces.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, piece] = next;
      done[place] = await work(piece);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return done;
};

const keyOf = ({ spec, release }: Catch): string => `${spec} ${release}`;

const judge = (
  row: Catch,
  healthy: TestRecord | undefined,
  sick: TestRecord | undefined,
): Proof => {
  const isCaught = healthy?.state === 'passed' && sick?.state === 'failed';
  const words = (outcome: TestRecord | undefined): string =>
    outcome ? [outcome.state, outcome.code, outcome.message].filter(Boolean).join(' ') : 'not run';
  const finding =
    healthy?.state === 'passed' ? words(sick) : `without the defect: ${words(healthy)}`;
  return { ...row, isCaught, finding };
};

/**
 * Runs each spec on a healthy board, and again with each defect that it has to catch.
 * @param onProof told of each as soon as it is known
 */
export const proveCatches = async (
  rows: readonly Catch[],
  onProof: (proof: Proof) => void = () => {},
): Promise<readonly Proof[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'defects-'));
  try {
    const groups = [...new Map(rows.map((row) => [keyOf(row), row])).values()].map((first) =>
      rows.filter((row) => keyOf(row) === keyOf(first)),
    );
    const healthy = new Map(
      await inTurns(groups, async (group) => {
        const [first] = group as [Catch];
        const titles = [...new Set(group.map(({ title }) => title))];
        return [
          keyOf(first),
          await runTests(folder, { ...first, titles, defect: undefined }),
        ] as const;
      }),
    );
    return await inTurns(rows, async (row) => {
      const sick = await runTests(folder, { ...row, titles: [row.title] });
      const proof = judge(row, healthy.get(keyOf(row))?.get(row.title), sick.get(row.title));
      onProof(proof);
      return proof;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
