import { BadInput } from '../../errors/bench-error.ts';
import { SEEDS } from '../../simulators/wire/chance.ts';

/** The value of a flag, if it has the right form. Throws BadInput BAD_FLAG. */
export const checked = (flag: string, value: string, form: RegExp, what: string): string => {
  if (form.test(value)) return value;
  throw new BadInput('BAD_FLAG', `${flag} takes ${what}, not "${value}".`);
};

/** How many of something, at least one. Throws BadInput BAD_FLAG. */
export const checkedCount = (flag: string, text: string): number =>
  Number(checked(flag, text, /^[1-9]\d{0,5}$/, 'a whole number from 1 on'));

/** A number from which chance is made. Throws BadInput BAD_FLAG. */
export const seedAsked = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed < SEEDS) return seed;
  throw new BadInput(
    'BAD_FLAG',
    `--seed takes a whole number from 0 to ${SEEDS - 1}, not "${text}".`,
  );
};

export const checkedRegion = (region: string): string =>
  checked('--region', region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region like eu-west-1');

export const checkedAccount = (account: string): string =>
  checked('--account', account, /^\d{12}$/, 'twelve digits');

/** For a flag that may be given several times. */
export const gather = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

const UNITS: Readonly<Record<string, number>> = { K: 1 << 10, M: 1 << 20 };

/** Bytes: `114688`, `0x1c000`, `112K` or `4M`. Throws BadInput BAD_FLAG. */
export const checkedBytes = (flag: string, text: string): number => {
  const form = /^(\d{1,9}K?|\d{1,6}M|0x[\da-f]{1,8})$/i;
  const plain = checked(flag, text, form, 'a number of bytes like 0x1c000 or 112K');
  const unit = UNITS[plain.slice(-1).toUpperCase()];
  return unit === undefined ? Number(plain) : Number(plain.slice(0, -1)) * unit;
};
