import type { Area } from '../../../errors/area.ts';
import type { TestRecord } from '../../../reports/run-record.ts';
import type { DefectChoice } from '../../../simulators/defects/chosen-defect.ts';
import type { Defect } from '../../../simulators/defects/defect.ts';
import { divided, type SpecFile } from './spec-list.ts';
import type { Trial, TrialOutcome } from './trial.ts';

/** A bug, and how the processes that run specs are told of it. */
export interface Suspect extends DefectChoice {
  readonly defect: string;
  readonly area: Area;
  readonly suffering: string;
  readonly releases: readonly string[];
}

/** A test that fails because of a bug, and passes without it. */
export interface Catch {
  readonly release: string;
  readonly file: string;
  readonly test: string;
  readonly area: Area | undefined;
  readonly colour: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** What the specs said of a bug. */
export interface Finding {
  readonly suspect: Suspect;
  readonly verdict:
    | 'caught'
    /** Tests fail, and none of them is about the part of the firmware that has the bug. */
    | 'caught under another area'
    /** The specs did not come to their end, and none failed until then. */
    | 'unfinished'
    | 'missed';
  readonly by: Catch | undefined;
  /** Why the specs did not come to their end, where that counts. */
  readonly cutOff?: string | undefined;
  readonly durationMs: number;
}

/** What examining needs: specs, and ways to run them. */
export interface Means {
  readonly specs: readonly SpecFile[];
  readonly run: (trial: Trial) => Promise<TrialOutcome>;
  /** Whether a test passes on a healthy board. */
  readonly isSound: (test: TestRecord, release: string) => Promise<boolean>;
}

/** The defect itself threw (see `guardedPlant`), or could not be planted: no spec has noticed anything. */
const isOfBrokenDefect = ({ code }: TestRecord): boolean => code?.startsWith('DEFECT_') === true;

const DEFAULT_RELEASES = ['2.2.0.0', '3.4.0.0'];

/** @param defectFile where it comes from, if not from this project */
export const suspectOf = (
  { name, area, suffering, releases = DEFAULT_RELEASES }: Defect,
  defectFile?: string,
): Suspect => ({ defect: name, area, suffering, releases, defectFile });

const keyOf = ({ file, suites, title }: TestRecord): string => [file, ...suites, title].join('\n');

const catchOf = (test: TestRecord, release: string): Catch => ({
  release,
  file: test.file,
  test: [...test.suites, test.title].join(' '),
  area: test.area,
  colour: test.colour,
  code: test.code,
  message: test.message,
});

/**
 * Runs specs on boards with a bug until one fails that has to: those about its part of the firmware on each release, then
 * the others, to be able to say who notices it at least.
 */
export const examine = async (
  suspect: Suspect,
  { specs, run, isSound }: Means,
): Promise<Finding> => {
  const began = performance.now();
  const { area, defect, defectFile, releases } = suspect;
  const { quick, slow, others: rest } = divided(specs, area);
  /** What else fails, with the release that it fails on. */
  const others: (readonly [test: TestRecord, release: string])[] = [];
  let cutOff: string | undefined;
  let isBroken = false;

  const search = async (
    files: readonly SpecFile[],
    release: string,
    isMeant: (test: TestRecord) => boolean,
  ): Promise<Catch | undefined> => {
    /** Tests that fail on a healthy board as well prove nothing. */
    const unsound = new Set<string>();
    const isHit = (test: TestRecord): boolean =>
      test.state === 'failed' && isMeant(test) && !unsound.has(keyOf(test));
    while (files.length > 0) {
      const outcome = await run({
        specs: files.map(({ path }) => path),
        release,
        planted: { defect, defectFile },
        isEnough: (test) => isOfBrokenDefect(test) || isHit(test),
      });
      cutOff ??= outcome.cutOff;
      if (outcome.found && isOfBrokenDefect(outcome.found)) {
        isBroken = true;
        cutOff = outcome.found.message ?? 'the defect is broken itself';
        return undefined;
      }
      for (const test of outcome.tests) if (test.state === 'failed') others.push([test, release]);
      if (!outcome.found) return undefined;
      if (await isSound(outcome.found, release)) return catchOf(outcome.found, release);
      unsound.add(keyOf(outcome.found));
    }
    return undefined;
  };
  const told = (verdict: Finding['verdict'], by?: Catch): Finding => ({
    suspect,
    verdict,
    by,
    cutOff,
    durationMs: performance.now() - began,
  });

  for (const files of [quick, slow]) {
    if (cutOff !== undefined) break;
    for (const release of releases) {
      const caught = await search(files, release, (test) => test.area === area);
      if (caught) return told('caught', caught);
      // Whatever hangs it hangs the others, too.
      if (cutOff !== undefined) break;
    }
  }
  if (isBroken) return told('unfinished');
  for (const [test, release] of others) {
    if (await isSound(test, release))
      return told('caught under another area', catchOf(test, release));
  }
  if (cutOff !== undefined) return told('unfinished');
  for (const release of releases) {
    const caught = await search(rest, release, () => true);
    if (caught) return told('caught under another area', caught);
  }
  return told(cutOff === undefined ? 'missed' : 'unfinished');
};
