import type { Redactor } from './redaction.ts';

/** What Allure's own records use to find each other. Random, never secret, and a changed one loses its test. */
const IDENTITY = new Set([
  'uuid',
  'historyId',
  'testCaseId',
  'source',
  'children',
  'stage',
  'status',
]);

const DEEPEST = 40;
/** Objects with a class (a socket, a board) can be endless; only the outermost few are looked into. */
const DEEPEST_INSTANCE = 3;

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
};

const redactEntries = (value: object, redactor: Redactor, within: readonly object[]): unknown => {
  const inside = [...within, value];
  let changed = false;
  const entries = Object.entries(value).map(([key, item]) => {
    const name = redactor.redact(key);
    const redacted = IDENTITY.has(key) ? item : redactValue(item, redactor, inside);
    changed ||= name !== key || redacted !== item;
    return [name, redacted] as const;
  });
  if (!changed) return value;
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
};

/** The same value without secrets, in strings and in bytes; a copy only where something had to go. */
export const redactValue = (
  value: unknown,
  redactor: Redactor,
  within: readonly object[] = [],
): unknown => {
  if (typeof value === 'string') return redactor.redact(value);
  if (value instanceof Uint8Array) {
    const redacted = redactor.redactBytes(value);
    return redacted === value ? value : Buffer.from(redacted).toString('utf8');
  }
  if (value === null || typeof value !== 'object' || within.includes(value)) return value;
  if (within.length > (isPlain(value) ? DEEPEST : DEEPEST_INSTANCE)) return value;
  return redactEntries(value, redactor, within);
};

/** The strings in a parsed JSON record that a secret could hide in. */
export function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (value === null || typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) {
    yield key;
    if (Array.isArray(value) || !IDENTITY.has(key)) yield* stringsOf(item);
  }
}

const WORDS = ['message', 'stack', 'actual', 'expected', 'evidence'] as const;

/**
 * Takes secrets out of what was thrown where it is, with its causes: reporters read message, stack and the two
 * compared values straight from it. Anything can be thrown, and be a cause, not only errors.
 */
export const redactError = (
  error: unknown,
  redactor: Redactor,
  seen = new Set<unknown>(),
): void => {
  if (typeof error !== 'object' || error === null || seen.has(error)) return;
  seen.add(error);
  for (const word of WORDS) replace(error, word, (value) => redactValue(value, redactor));
  replace(error, 'cause', (cause) => {
    redactError(cause, redactor, seen);
    return typeof cause === 'string' ? redactor.redact(cause) : cause;
  });
  if (error instanceof AggregateError) {
    for (const part of error.errors) redactError(part, redactor, seen);
  }
};

const replace = (error: object, word: string, change: (value: unknown) => unknown): void => {
  const value: unknown = Reflect.get(error, word);
  const changed = value === undefined ? undefined : change(value);
  if (changed !== value) Reflect.set(error, word, changed);
};
