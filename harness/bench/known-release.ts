import { BadInput } from '../../errors/bench-error.ts';
import { RELEASES } from '../../simulators/esp-at/releases/releases.ts';
import { nearestWord } from './nearest-word.ts';

/** The release that somebody calls so, with a `v` in front or not; undefined if none is simulated. */
export const releaseCalled = (name: string): string | undefined => {
  const wanted = name.replace(/^v/i, '').toLowerCase();
  return RELEASES.find((release) => release.toLowerCase() === wanted);
};

/** The end of a sentence about a release that there is not: which one was meant, or which there are. */
export const nearestRelease = (name: string): string => {
  const nearest = nearestWord(name.replace(/^v/i, ''), RELEASES);
  return nearest === null ? `there are ${RELEASES.join(', ')}` : `did you mean "${nearest}"?`;
};

/**
 * The release of this name.
 * @throws BadInput `UNKNOWN_RELEASE`
 */
export const knownRelease = (name: string): string => {
  const release = releaseCalled(name);
  if (release !== undefined) return release;
  throw new BadInput(
    'UNKNOWN_RELEASE',
    `There is no simulated release "${name}"; ${nearestRelease(name)}`,
  );
};

/**
 * What `--release` asks for: a release, several with commas between, or `all`. Each of them once.
 * @throws BadInput `UNKNOWN_RELEASE`
 */
export const releasesAsked = (asked: string): readonly string[] => {
  if (asked === 'all') return RELEASES;
  return [...new Set(asked.split(',').map((name) => knownRelease(name.trim())))];
};
