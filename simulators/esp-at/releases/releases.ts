import { BadInput } from '../../../errors/bench-error.ts';
import { MINI_1_2_3_0_0 } from './mini-1-2-3-0-0.ts';
import { MINI_1_3_3_0_0 } from './mini-1-3-3-0-0.ts';
import { MINI_1_4_1_1_0 } from './mini-1-4-1-1-0.ts';
import { nearestReleases } from './nearest-releases.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_2_1_0_0 } from './wroom-32-2-1-0-0.ts';
import { WROOM_32_2_2_0_0 } from './wroom-32-2-2-0-0.ts';
import { WROOM_32_2_4_0_0 } from './wroom-32-2-4-0-0.ts';
import { WROOM_32_3_2_0_0 } from './wroom-32-3-2-0-0.ts';
import { WROOM_32_3_4_0_0 } from './wroom-32-3-4-0-0.ts';
import { WROOM_32_4_1_1_0 } from './wroom-32-4-1-1-0.ts';

const PROFILES: readonly ReleaseProfile[] = [
  WROOM_32_2_1_0_0,
  WROOM_32_2_2_0_0,
  MINI_1_2_3_0_0,
  WROOM_32_2_4_0_0,
  WROOM_32_3_2_0_0,
  MINI_1_3_3_0_0,
  WROOM_32_3_4_0_0,
  WROOM_32_4_1_1_0,
  MINI_1_4_1_1_0,
];

/** The releases that the simulated modem can be, by their names, from the oldest to the newest. */
export const RELEASES: readonly string[] = PROFILES.map(({ name }) => name);

/** What the simulated modem is where nothing else is asked for. */
export const DEFAULT_RELEASE = WROOM_32_2_2_0_0.name;

/** `V4.1.1.0-ESP32-C3-MINI-1` as `4.1.1.0-esp32c3mini1`. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^v/, '')
    .replaceAll(/(?<=-.*)-/g, '');

const spellings = ({ name, release, chip, module }: ReleaseProfile): string[] =>
  [name, `${release}-${module}`, `${release}-${chip.name}-${module}`].map(plain);

/**
 * The profile of a release by its name: in any case, with a `v` in front, with the module in full, and by the number
 * alone where that leaves no doubt.
 * @throws BadInput UNKNOWN_RELEASE
 */
export const releaseProfile = (name: string): ReleaseProfile => {
  const wanted = plain(name);
  const named = PROFILES.find((profile) => spellings(profile).includes(wanted));
  const numbered = PROFILES.filter(({ release }) => release === wanted);
  const profile = named ?? (numbered.length === 1 ? numbered[0] : undefined);
  if (profile) return profile;
  const near = nearestReleases(wanted, PROFILES);
  throw new BadInput(
    'UNKNOWN_RELEASE',
    `There is no simulated release "${name}"; there is ${RELEASES.join(', ')}.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
  );
};
