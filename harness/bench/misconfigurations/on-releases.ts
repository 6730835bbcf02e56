import type { Lab } from '../lab.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { wrongPlay } from './play.ts';

/** The last release that keeps credentials in partitions, and one that keeps them in an NVS. */
export const OLD = '2.2.0.0';
export const NEW = '3.4.0.0';
const BOTH: readonly string[] = [OLD, NEW];

/** A bench that is wrong in one way, wherever that can be. */
export interface Wrong {
  readonly name: string;
  readonly expected: string;
  /** Both generations unless told. */
  readonly releases?: readonly string[];
  /** More of the bench file, in YAML. */
  readonly bench?: string;
  /** What is done on the open bench until it fails. */
  readonly steps: (lab: Lab) => Promise<unknown>;
}

/** One misconfiguration for each release. */
export const onReleases = (wrongs: readonly Wrong[]): readonly Misconfiguration[] =>
  wrongs.flatMap(({ name, expected, releases = BOTH, bench, steps }) =>
    releases.map((release) =>
      wrongPlay(name, expected, { release, steps, ...(bench === undefined ? {} : { bench }) }),
    ),
  );
