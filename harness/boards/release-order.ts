const numbersOf = (release: string): number[] => release.split('.').map(Number);

/** Is a release of ESP-AT a certain one or a later one? One that is not spelled in numbers counts as older than all. */
export const isSince = (release: string, since: string): boolean => {
  const own = numbersOf(release);
  if (own.some(Number.isNaN)) return false;
  const other = numbersOf(since);
  const at = own.findIndex((number, i) => number !== (other[i] ?? 0));
  return at < 0 || (own[at] as number) > (other[at] ?? 0);
};
