import { z } from 'zod';
import { nearestWord } from '../../../errors/nearest-word.ts';

/** What a field of bench.yaml holds, in words: the second half of the sentence that an error makes of it. */
export const expecting =
  (expected: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing; expected ${expected}` : `expected ${expected}`;

/** Text, and nothing that YAML takes for a number or a truth value. */
export const words = (expected: string) =>
  z.string({ error: expecting(`${expected}, in quotes if it is all digits or true or false`) });

/** A whole number within bounds, both included. */
export const count = (least: number, most: number, unit = '') =>
  z
    .int({ error: expecting(`a whole number${unit}, ${least} to ${most}`) })
    .min(least, `expected at least ${least}`)
    .max(most, `expected at most ${most}`);

const unknownKey = (key: string, known: readonly string[]): string => {
  const nearest = nearestWord(key, known);
  return nearest === null
    ? `unknown key "${key}"; there are ${known.join(', ')}`
    : `unknown key "${key}"; did you mean "${nearest}"?`;
};

/** So many are told; a file with more of them is no bench file. */
const MOST_TOLD = 3;

const unknownKeys = (keys: readonly string[], known: readonly string[]): string => {
  const told = keys.slice(0, MOST_TOLD).map((key) => unknownKey(key, known));
  const more = keys.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
};

/** A map with these keys and no others. An unknown one is answered with the key that was probably meant. */
export const fields = <const S extends z.core.$ZodLooseShape>(shape: S) => {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownKeys(issue.keys, known)
        : expecting(`a map with the keys ${known.join(', ')}`)(issue),
  });
};
