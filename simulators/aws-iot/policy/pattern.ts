import { fits, type Piece } from './wildcard.ts';

/**
 * The values of policy variables for one connection, by name without `${}`: `iot:ClientId`. Those that hold several
 * values, such as `iot:ConnectAttributes`, are for conditions alone.
 */
export type Variables = ReadonlyMap<string, string | readonly string[]>;

/**
 * Text, `*`, `?`, a variable, or an escape: IAM writes the characters themselves as `${*}`, `${?}` and `${$}`, and the
 * guide of AWS IoT takes that over. No name is longer than this, so that the search for its end stays short.
 */
const PIECE = /\$\{(?<name>[^}]{0,256})\}|(?<wildcard>[*?])/g;
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

/** A text with its variables put in, wildcards standing for themselves; null where a variable has no value. */
export const filledIn = (text: string, variables: Variables): string | null => {
  const pieces = cut(text, variables)?.map((piece) =>
    typeof piece === 'string' ? WRITTEN[piece] : piece.text,
  );
  return pieces?.join('') ?? null;
};

const WRITTEN = { 'any run': '*', 'any one': '?' } as const;

/** The variables in a pattern that have no value, each once. */
export const unresolvedIn = (pattern: string, variables: Variables): string[] => {
  const names = [...pattern.matchAll(PIECE)].flatMap(({ groups }) => groups?.name ?? []);
  return [...new Set(names)].filter((name) => lookUp(name, variables) === undefined);
};

const lookUp = (name: string, variables: Variables): string | undefined => {
  if (ESCAPES.includes(name)) return name;
  const value = variables.get(name);
  return typeof value === 'string' ? value : undefined;
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
    const value = lookUp(name, variables);
    if (value === undefined) return null;
    pieces.push({ text: value });
  }
  if (done < pattern.length) pieces.push({ text: pattern.slice(done) });
  return pieces;
};
