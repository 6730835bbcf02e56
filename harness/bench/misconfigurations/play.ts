import { createAuthority } from '../../../certs/authority.ts';
import { type KeySource, newKeyPair } from '../../../certs/keys.ts';
import { lazily } from '../../../certs/lazily.ts';
import type { Journal } from '../../../reports/journal.ts';
import type { Evidence } from '../../diagnosis/evidence.ts';
import type { Since } from '../../diagnosis/gather.ts';
import { type BenchFile, type BoardEntry, parseBenchFile } from '../file/bench-file.ts';
import { Lab } from '../lab.ts';
import { openBench } from '../open-bench.ts';
import type { Staging } from '../staging.ts';
import { type FailedBench, gatherEvidence, seenFailure } from '../suites/explain-failure.ts';
import { keysInTurn } from './keys-in-turn.ts';
import type { Misconfiguration } from './misconfiguration.ts';

/** How a play differs from the procedure on a good bench. */
export interface Play {
  /** More of the bench file, in YAML; of the board itself in `board`. */
  readonly bench?: string;
  /** Keys of the board, in YAML's flow style: `baud: 9600`. */
  readonly board?: string;
  /** By the name that releases have; 2.2.0.0 unless told. */
  readonly release?: string;
  /** What is done on the open bench; the whole way to a connection unless told. */
  readonly steps?: (lab: Lab) => Promise<unknown>;
  /** What is otherwise than the bench file says. */
  readonly staging?: Staging;
}

/** The last release that keeps credentials in partitions. */
const OLD = '2.2.0.0';

/** The way to a connection, as the first page of the documentation has it. */
const ontoTheCloud = async (lab: Lab): Promise<void> => {
  await lab.prepare(lab.credentialsOf(await lab.thing()));
  await lab.connect();
};

/** Writes nothing down: plays go on side by side, and belong to no test. */
const quiet: Journal = {
  step: (_name, _parameters, body) => body(() => undefined),
  attach: () => undefined,
  measure: () => undefined,
};

/** A simulated board answers at once, or never. */
const ANSWER_MS = 1_500;

/** More than the plays of a moment need, so that no two devices of one bench get the same. */
const KEYS = 80;

/** Every cloud has its registry to itself; making a root and keys for each would take most of the time. */
const sharedAuthority = lazily(async () => {
  let keys: KeySource = newKeyPair;
  const authority = await createAuthority({ keys: () => keys() });
  // Its own keys are made by now: none of them may come again as that of a device, whose certificate a root would seem then.
  keys = keysInTurn(KEYS);
  return authority;
});

const NOWHERE: Since = { transcript: 0, log: 0, cloud: 0 };

/** Nobody is told a password by a play: it stands in its bench file alone. */
const fileOf = ({ bench = '', board = '', release = OLD }: Play): BenchFile =>
  parseBenchFile(
    `board: {name: played, at: "sim://played?release=${release}"${board === '' ? '' : `, ${board}`}}\n${bench}`,
    'the bench of a play',
  );

const nothingFailed = { code: '', colour: 'harness', message: '', lines: [] } as const;

/** Plays on a bench of its own, and gives the evidence that is left at the end, of a failure or of none. */
const play = async (how: Play): Promise<Evidence> => {
  const file = fileOf(how);
  return playOn(file, how);
};

/** The same with a bench file that says all. */
export const playOn = async (
  file: BenchFile,
  { steps = ontoTheCloud, staging = {} }: Pick<Play, 'steps' | 'staging'> = {},
): Promise<Evidence> => {
  const [entry] = file.boards as [BoardEntry];
  const closed: FailedBench = {
    file,
    entry,
    board: null,
    cloud: null,
    since: NOWHERE,
    mayReset: true,
  };
  let evidence: Evidence | undefined;
  try {
    await using bench = await openBench(file, quiet, {
      answerWithinMs: ANSWER_MS,
      staging,
      authority: await sharedAuthority(),
      lookAt: async (halfOpen, error) => {
        evidence = await gatherEvidence(seenFailure(error), { ...closed, ...halfOpen });
      },
    });
    const { board, cloud } = bench;
    const failed = { ...closed, board, cloud, mayReset: false };
    try {
      await steps(new Lab(bench, quiet));
    } catch (error) {
      evidence = await gatherEvidence(seenFailure(error), failed);
      return evidence;
    }
    return { ...(await gatherEvidence(nothingFailed, failed)), failure: null };
  } catch (error) {
    return evidence ?? (await gatherEvidence(seenFailure(error), closed));
  }
};

/** A misconfiguration that is a play. @param bench what is played on instead of a simulated board, if anything */
export const wrongPlay = (
  name: string,
  expected: string,
  how: Play,
  bench?: BenchFile,
): Misconfiguration => ({
  name,
  expected,
  release: how.release ?? OLD,
  run: () => (bench ? playOn(bench, how) : play(how)),
});
