import { BadInput } from '../../../errors/bench-error.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { RELEASES, releaseProfile } from '../releases/releases.ts';

/** The simulated release that a recording is played to. */
export interface Match {
  readonly profile: ReleaseProfile;
  /** False: no such release is simulated, and this is the nearest one. */
  readonly isExact: boolean;
}

/** `v3.4.0.0`, `v2.1.0.0-dev`, and with a module behind it: `4.1.1.0-MINI-1`. */
const LABEL = /^v?(?<major>\d+)\.(?<minor>\d+)(?:\.\d+)*(?<dev>-dev)?(?<module>-.+)?$/i;

const numbers = (release: string): { major: number; minor: number; module: string } | undefined => {
  const { major, minor, module = '' } = LABEL.exec(release)?.groups ?? {};
  if (major === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), module: module.toUpperCase() };
};

const known = (name: string): ReleaseProfile | undefined => {
  try {
    return releaseProfile(name);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
};

/**
 * The profile for the label of a recording: its release, or for a build on the way to one, and for a later patch, the
 * one with the same first two numbers.
 * @throws BadInput UNKNOWN_RELEASE
 */
export const matchingRelease = (firmware: string): Match => {
  const exact = known(firmware);
  if (exact) return { profile: exact, isExact: true };
  const wanted = numbers(firmware);
  const near = RELEASES.find((name) => {
    const release = numbers(name);
    return (
      release?.major === wanted?.major &&
      release?.minor === wanted?.minor &&
      release?.module === wanted?.module
    );
  });
  // Asked for once more where there is none, for the sentence that says which there are.
  return { profile: releaseProfile(near ?? firmware), isExact: false };
};
