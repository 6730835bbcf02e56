import { fits, type Piece } from './wildcard.ts';

/** The values of policy variables for one connection, by name without `${}`: `iot:ClientId`. */
export type Variables = ReadonlyMap<string, string>;

/** Text, `*`, `?`, a variable, or an escape: IAM writes the characters themselves as `${*}`, `${?}` and `${$}`. */
const PIECE = /\$\{(?<name>[^}]*)\}|(?<wildcard>[*?])/g;
const ESCAPES = ['*', '?', '$'];

/**
 * Whether an action or a resource fits what a policy says about it. Variables are put in first and count as plain
 * text: a client that calls itself `*` or `+` gains nothing by it. A pattern with a variable that has no value fits
 * nothing.
 */
export const fitsPattern = (pattern: string, text: string, variables: Variables): boolean => {
  const pieces = cut(pattern, variables);
  return pieces !== null && fits(pieces, text);
};

const cut = (pattern: string, variables: Variables): Piece[] | null => {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of pattern.matchAll(PIECE)) {
    if (match.index > done) pieces.push({ text: pattern.slice(done, match.index) });
    done = match.index + match[0].length;
    const name = match.groups?.name;
    if (name === undefined) {
      pieces.push(match[0] === '*' ? 'any run' : 'any one');
      continue;
    }
    const value = ESCAPES.includes(name) ? name : variables.get(name);
    if (value === undefined) return null;
    pieces.push({ text: value });
  }
  if (done < pattern.length) pieces.push({ text: pattern.slice(done) });
  return pieces;
};
