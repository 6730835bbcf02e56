import { BadInput } from '../../../errors/bench-error.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_2_2_0_0 } from './wroom-32-2-2-0-0.ts';
import { WROOM_32_3_4_0_0 } from './wroom-32-3-4-0-0.ts';

const PROFILES: readonly ReleaseProfile[] = [WROOM_32_2_2_0_0, WROOM_32_3_4_0_0];

/** The releases that the simulated modem can be. */
export const RELEASES: readonly string[] = PROFILES.map(({ release }) => release);

/** The profile of a release; a `v` in front is allowed. */
export const releaseProfile = (release: string): ReleaseProfile => {
  const wanted = release.replace(/^v/, '');
  const profile = PROFILES.find((candidate) => candidate.release === wanted);
  if (profile) return profile;
  throw new BadInput(
    'UNKNOWN_RELEASE',
    `There is no simulated release "${release}"; there is ${RELEASES.join(', ')}.`,
  );
};
