import type { ReleaseProfile } from './profile.ts';

/** Four numbers as one, so that a difference in an earlier one counts for more. */
const weight = (release: string): number =>
  release.split('.').reduce((sum, part) => sum * 100 + Number(part), 0);

/** The names of those whose number is nearest to the one that was asked for; none for what does not begin with one. */
export const nearestReleases = (
  wanted: string,
  profiles: readonly Pick<ReleaseProfile, 'name' | 'release'>[],
): string[] => {
  const number = /^\d{1,2}(\.\d{1,2}){0,3}(?![\d.])/.exec(wanted)?.[0];
  if (number === undefined) return [];
  const whole = [...number.split('.'), '0', '0', '0'].slice(0, 4).join('.');
  const distances = profiles.map(({ name, release }) => ({
    name,
    distance: Math.abs(weight(release) - weight(whole)),
  }));
  const least = Math.min(...distances.map(({ distance }) => distance));
  return distances.filter(({ distance }) => distance === least).map(({ name }) => name);
};
