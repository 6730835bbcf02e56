/** Numbers that look like chance, and are the same again from the same seed. */
export interface Chance {
  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[];
  /** Another chance for another purpose: how often one is asked changes nothing about the other. */
  of(purpose: string): Chance;
}

/** Seeds are whole numbers below this. */
export const SEEDS = 2 ** 32;

/** A step of Mulberry32, a generator in the public domain: 32 bits of state, each value of them met once. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
};

/** FNV-1a over the purpose, begun from the seed. */
const seedFor = (seed: number, purpose: string): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const byte of Buffer.from(purpose)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};

export const chanceOf = (seed: number): Chance => {
  const next = generator(seed);
  const below = (limit: number): number => Math.floor((next() / SEEDS) * limit);
  return {
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    shuffled: <T>(list: readonly T[]) => {
      const left = [...list];
      return list.map(() => left.splice(below(left.length), 1)[0] as T);
    },
    of: (purpose) => chanceOf(seedFor(seed, purpose)),
  };
};
