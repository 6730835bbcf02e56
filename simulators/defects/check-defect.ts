import { AREAS } from '../../errors/area.ts';
import type { Grip } from '../esp-at/grip.ts';
import { releaseProfile } from '../esp-at/releases/releases.ts';
import type { Defect } from './defect.ts';
import { whyNotSeams } from './known-hooks.ts';

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A board that nothing happens to, to see what a defect would be planted as. */
const NO_BOARD: Grip = { panic: () => {}, hang: () => {}, say: () => {}, after: () => {} };

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

const whyNotPlanted = ({ plant }: Defect): string | undefined => {
  try {
    return whyNotSeams(plant(NO_BOARD));
  } catch (error) {
    return `its plant throws: ${messageOf(error)}`;
  }
};

const whyNotReleases = (releases: unknown): string | undefined => {
  if (releases === undefined) return undefined;
  if (!Array.isArray(releases) || releases.length === 0)
    return "expected releases to be a list such as ['3.4.0.0'], or to be left out";
  try {
    for (const release of releases) releaseProfile(String(release));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};

/** Why something that was given for a defect is none, in half a sentence; undefined where it is one. */
export const whyNotDefect = (given: Partial<Record<keyof Defect, unknown>>): string | undefined => {
  const { name, area, suffering, plant, releases } = given;
  if (typeof name !== 'string' || !NAME.test(name))
    return 'expected name to be words in small letters with hyphens between, such as "no-resubscribe"';
  if (!AREAS.some((known) => known === area))
    return `expected area to be one of ${AREAS.join(', ')}`;
  if (typeof suffering !== 'string' || suffering.trim() === '')
    return 'expected suffering to say in a sentence what somebody with such a board would go through';
  if (typeof plant !== 'function')
    return 'expected plant to be a function that returns the seams, such as () => ({mqtt: {resubscribe: () => []}})';
  return whyNotReleases(releases) ?? whyNotPlanted(given as Defect);
};
