import { BlockList, isIP } from 'node:net';
import { filledIn, fitsPattern, type Variables } from './pattern.ts';

/** Whether a value of the request is what a condition wants. */
type Comparison = (value: string, wanted: string, variables: Variables) => boolean;

/** One operator of conditions, as IAM defines it: "IAM JSON policy elements: Condition operators". */
interface Operator {
  readonly compare: Comparison;
  /** `StringNotEquals` holds where `StringEquals` does not, and also where there is nothing to compare. */
  readonly isNegated?: true;
  /** What a wanted value must look like; any text where it is left out. */
  readonly form?: { readonly isGood: (wanted: string) => boolean; readonly expected: string };
}

const text =
  (fold: (text: string) => string): Comparison =>
  (value, wanted, variables) => {
    const filled = filledIn(wanted, variables);
    return filled !== null && fold(filled) === fold(value);
  };

const number = (told: string): number =>
  /^[+-]?\d+(\.\d+)?$/.test(told) ? Number(told) : Number.NaN;

/** A time in ISO 8601, of which the year is enough, or seconds since 1970. */
const instant = (told: string): number => {
  if (/^\d{5,}$/.test(told)) return Number(told) * 1000;
  return /^\d{4}(-\d\d(-\d\d(T.*)?)?)?$/.test(told) ? Date.parse(told) : Number.NaN;
};

const ordered =
  (read: (told: string) => number, holds: (value: number, wanted: number) => boolean): Comparison =>
  (value, wanted, variables) => {
    const filled = filledIn(wanted, variables);
    return filled !== null && holds(read(value), read(filled));
  };

/** An ARN has six parts, of which each is compared by itself: `*` does not run from one into the next. */
const arn: Comparison = (value, wanted, variables) => {
  const parts = arnParts(value);
  const patterns = arnParts(wanted);
  return (
    parts.length === patterns.length &&
    patterns.every((pattern, i) => fitsPattern(pattern, parts[i] ?? '', variables))
  );
};

/** Cuts at the first five colons that are not inside of `${iot:...}`. */
const arnParts = (text: string): string[] => {
  const parts = text.match(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g) ?? [];
  const head = parts.slice(0, 5);
  return [...head, text.slice(head.join('').length)];
};

const isRange = (wanted: string): boolean => {
  const [address = '', bits, ...rest] = wanted.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(address) !== 0 && rest.length === 0 && isLength;
};

const inRange: Comparison = (value, wanted) => {
  if (!isRange(wanted) || isIP(value) === 0) return false;
  const [address = '', bits] = wanted.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(
    address,
    bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits),
    family,
  );
  return range.check(value, isIP(value) === 4 ? 'ipv4' : 'ipv6');
};

const AS_IT_IS = text((value) => value);
const FOLDED = text((value) => value.toLowerCase());
const NUMBER = { isGood: (wanted: string) => !Number.isNaN(number(wanted)), expected: 'a number' };
const INSTANT = {
  isGood: (wanted: string) => !Number.isNaN(instant(wanted)),
  expected: 'a time such as 2026-01-31T12:00:00Z',
};
const RANGE = { isGood: isRange, expected: 'an address or range such as 192.0.2.0/24' };
const TRUTH = {
  isGood: (wanted: string) => /^(true|false)$/i.test(wanted),
  expected: 'true or false',
};

const equal = (a: number, b: number) => a === b;

const orderings = (name: string, read: (told: string) => number, form: Operator['form'] & {}) => ({
  [`${name}Equals`]: { compare: ordered(read, equal), form },
  [`${name}NotEquals`]: { compare: ordered(read, equal), form, isNegated: true as const },
  [`${name}LessThan`]: { compare: ordered(read, (a, b) => a < b), form },
  [`${name}LessThanEquals`]: { compare: ordered(read, (a, b) => a <= b), form },
  [`${name}GreaterThan`]: { compare: ordered(read, (a, b) => a > b), form },
  [`${name}GreaterThanEquals`]: { compare: ordered(read, (a, b) => a >= b), form },
});

export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: AS_IT_IS },
  StringNotEquals: { compare: AS_IT_IS, isNegated: true },
  StringEqualsIgnoreCase: { compare: FOLDED },
  StringNotEqualsIgnoreCase: { compare: FOLDED, isNegated: true },
  StringLike: { compare: (value, wanted, variables) => fitsPattern(wanted, value, variables) },
  StringNotLike: {
    compare: (value, wanted, variables) => fitsPattern(wanted, value, variables),
    isNegated: true,
  },
  ...orderings('Numeric', number, NUMBER),
  ...orderings('Date', instant, INSTANT),
  Bool: { compare: FOLDED, form: TRUTH },
  IpAddress: { compare: inRange, form: RANGE },
  NotIpAddress: { compare: inRange, form: RANGE, isNegated: true },
  ArnEquals: { compare: arn },
  ArnLike: { compare: arn },
  ArnNotEquals: { compare: arn, isNegated: true },
  ArnNotLike: { compare: arn, isNegated: true },
};

/** `Null` asks whether there is a value at all. */
export const NULL = { name: 'Null', form: TRUTH } as const;
