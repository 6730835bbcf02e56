import type { CloudEvent, EventOf } from './events.ts';

/** A part of a value: objects may leave fields out, lists and plain values are compared as a whole. */
type Part<T> = T extends Uint8Array
  ? Uint8Array | string
  : T extends readonly (infer E)[]
    ? readonly Part<E>[]
    : T extends object
      ? { readonly [Field in keyof Fields<T>]?: Part<Fields<T>[Field]> }
      : T;

/** All fields that any member of a union has. */
type Fields<T> = { [Field in T extends unknown ? keyof T : never]: ValueOf<T, Field> };
type ValueOf<T, Field extends PropertyKey> = T extends unknown
  ? Field extends keyof T
    ? T[Field]
    : never
  : never;

/**
 * An event that somebody waits for: its kind, and as many of its facts as matter. A payload may be given as text:
 * `{ kind: 'publish', topic: 'sdk/test/java', payload: 'hello', outcome: { accepted: true } }`.
 */
export type EventPattern<K extends CloudEvent['kind'] = CloudEvent['kind']> = {
  readonly kind: K;
} & Omit<Part<EventOf<K>>, 'kind'>;

/** Whether an event is what a pattern speaks of. */
export const matchesPattern = <K extends CloudEvent['kind']>(
  event: CloudEvent,
  pattern: EventPattern<K>,
): event is EventOf<K> => isPartOf(pattern, event);

const isPartOf = (part: unknown, whole: unknown): boolean => {
  if (whole instanceof Uint8Array) {
    if (typeof part !== 'string' && !(part instanceof Uint8Array)) return false;
    return Buffer.from(whole).equals(Buffer.from(part));
  }
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      whole.length === part.length &&
      part.every((item, i) => isPartOf(item, whole[i]))
    );
  }
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  const facts = new Map<string, unknown>(Object.entries(whole));
  return Object.entries(part).every(
    ([name, value]) => value === undefined || isPartOf(value, facts.get(name)),
  );
};

/** A pattern for a sentence: `publish with topic "a/b" and qos 1`. */
export const describePattern = ({ kind, ...facts }: { readonly kind: string }): string => {
  const words = Object.entries<unknown>(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) =>
      value instanceof Uint8Array
        ? `${name} of ${value.length} bytes`
        : `${name} ${JSON.stringify(value)}`,
    );
  return words.length === 0 ? kind : `${kind} with ${words.join(' and ')}`;
};
