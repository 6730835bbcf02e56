import { RELEASES, releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';

/**
 * What `--release` asks for: a release by any of its names, several with commas between, or `all`. Each of them once.
 * @throws BadInput `UNKNOWN_RELEASE`
 */
export const releasesAsked = (asked: string): readonly string[] =>
  asked === 'all'
    ? RELEASES
    : [...new Set(asked.split(',').map((name) => releaseProfile(name.trim()).name))];
