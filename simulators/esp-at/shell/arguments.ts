import { CODES, Refusal } from './refusal.ts';

/** A backslash removes itself and keeps the next byte. An unescaped quote or a lone backslash at the end is a failure. */
const unescaped = (inner: string): string | undefined => {
  let text = '';
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === '"') return undefined;
    if (inner[i] === '\\') i++;
    if (i >= inner.length) return undefined;
    text += inner[i];
  }
  return text;
};

const DIGITS = /^-?(?:\d+|0[xX][0-9a-fA-F]+)$/;

const parseNumber = (token: string): number => {
  const negative = token.startsWith('-');
  const magnitude = Number(negative ? token.slice(1) : token);
  return negative ? -magnitude : magnitude;
};

/** Splits at every comma that no backslash stands before; quotes do not protect one. */
export const splitParameters = (text: string): string[] => {
  const tokens: string[] = [];
  let token = '';
  for (let i = 0; i < text.length; i++) {
    const at = text[i] as string;
    if (at === '\\') token += at + (text[++i] ?? '');
    else if (at === ',') {
      tokens.push(token);
      token = '';
    } else token += at;
  }
  return [...tokens, token];
};

/** A command line's parameters, read in the order in which the command looks at them. */
export class Arguments {
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get count(): number {
    return this.#tokens.length;
  }

  /** Refused without a code where there are more. Asked last: the firmware counts when it has read what it wants. */
  atMost(count: number): void {
    if (this.count > count) throw new Refusal();
  }

  /** Left out: missing at the end, or nothing between the commas. */
  isOmitted(index: number): boolean {
    return (this.#tokens[index] ?? '') === '';
  }

  /** @param code what a value that cannot be read adds to the parser's own code */
  number(index: number, ...code: number[]): number {
    const token = this.#tokens[index];
    if (token === undefined || !DIGITS.test(token)) {
      throw new Refusal(CODES.parseFailure(index), ...code);
    }
    return parseNumber(token);
  }

  text(index: number, ...code: number[]): string {
    const token = this.#tokens[index];
    const isQuoted = token !== undefined && token.length >= 2 && /^".*"$/s.test(token);
    const value = isQuoted ? unescaped(token.slice(1, -1)) : undefined;
    if (value === undefined) throw new Refusal(CODES.parseFailure(index), ...code);
    return value;
  }

  numberOr<T>(index: number, otherwise: T): number | T {
    return this.isOmitted(index) ? otherwise : this.number(index);
  }

  textOr<T>(index: number, otherwise: T): string | T {
    return this.isOmitted(index) ? otherwise : this.text(index);
  }

  /** A number from `least` to `most`; outside of it the code counts the parameter from 1. */
  numberIn(index: number, least: number, most: number): number {
    const value = this.number(index);
    if (value < least || value > most) throw new Refusal(CODES.outOfRange(index + 1));
    return value;
  }
}
