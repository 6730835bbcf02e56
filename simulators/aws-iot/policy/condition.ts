import { z } from 'zod';
import { NULL, OPERATORS } from './condition-operators.ts';
import type { Variables } from './pattern.ts';

/** One line of a `Condition`: an operator, a key, and the values of which one will do. */
export interface Condition {
  /** As it is written: `ForAllValues:StringEqualsIfExists`. */
  readonly operator: string;
  readonly base: string;
  /** How a key with several values is asked; null for one with a single value. */
  readonly set: 'ForAllValues' | 'ForAnyValue' | null;
  readonly isIfExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

const OPERATOR = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<base>\w+?)(?<ifExists>IfExists)?$/;

/** Keys that hold several values, so that only `ForAllValues:` and `ForAnyValue:` can ask for them. */
const HOLDS_SEVERAL = /^iot:(ConnectAttributes|Certificate\.AvailableKeys)$|\.List$/;

const EXPECTED = 'should be a text, a number, true or false, or a list of them';

const one = z.union([z.string(), z.number(), z.boolean()], { error: EXPECTED }).transform(String);
const values = z.union([one.transform((value) => [value]), z.array(one).nonempty(EXPECTED)], {
  error: EXPECTED,
});
const keys = z.record(z.string(), values, { error: 'should be an object of keys and values' });

/** Reads a `Condition`. Each line must hold. Operators that are not evaluated are refused by name. */
export const conditions = z
  .record(z.string(), keys, { error: 'should be an object of operators' })
  .transform((block, context): Condition[] => {
    const refuse = (path: string[], message: string): void => {
      context.addIssue({ code: 'custom', path, message, input: block });
    };
    return Object.entries(block).flatMap(([operator, lines]) => {
      const read = readOperator(operator);
      if (!read) {
        refuse([operator], `is not evaluated by this stand-in, which has ${SUPPORTED}`);
        return [];
      }
      return Object.entries(lines).map(([key, wanted]) => {
        const fault = faultOf(read, key, wanted);
        if (fault !== undefined) refuse([operator, key], fault);
        return { operator, ...read, key, values: wanted };
      });
    });
  });

const SUPPORTED =
  `${[...Object.keys(OPERATORS), NULL.name].join(', ')}; ` +
  'with ForAllValues: or ForAnyValue: before and IfExists behind all but Null';

type Read = Pick<Condition, 'base' | 'set' | 'isIfExists'>;

const readOperator = (operator: string): Read | null => {
  const { set, base = '', ifExists } = OPERATOR.exec(operator)?.groups ?? {};
  if (operator === NULL.name) return { base, set: null, isIfExists: false };
  if (!Object.hasOwn(OPERATORS, base)) return null;
  return { base, set: (set as Condition['set']) ?? null, isIfExists: ifExists !== undefined };
};

const faultOf = (
  { base, set }: Read,
  key: string,
  wanted: readonly string[],
): string | undefined => {
  const form = base === NULL.name ? NULL.form : OPERATORS[base]?.form;
  const bad = wanted.find((value) => !value.includes('${') && form?.isGood(value) === false);
  if (bad !== undefined) return `should be ${form?.expected}, not ${JSON.stringify(bad)}`;
  return HOLDS_SEVERAL.test(key) && set === null && base !== NULL.name
    ? `holds several values: write ForAllValues:${base} or ForAnyValue:${base}`
    : undefined;
};

/**
 * Whether a condition holds. Where its key has no value, it holds if it says so (`IfExists`), if it is about each of
 * no values (`ForAllValues`), or if it is negated.
 */
export const holds = (
  { base, set, isIfExists, key, values: wanted }: Condition,
  variables: Variables,
): boolean => {
  const given = [variables.get(key) ?? []].flat();
  if (base === NULL.name) {
    return wanted.some((value) => (value.toLowerCase() === 'true') === (given.length === 0));
  }
  const { compare, isNegated = false } = OPERATORS[base] ?? {};
  if (given.length === 0) {
    return isIfExists || set === 'ForAllValues' || (set === null && isNegated);
  }
  const passes = (value: string): boolean =>
    wanted.some((text) => compare?.(value, text, variables)) !== isNegated;
  return set === 'ForAnyValue' ? given.some(passes) : given.every(passes);
};
