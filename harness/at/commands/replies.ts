import { z } from 'zod';
import { type Field, splitFields } from './fields.ts';

/** A piece of an answer: a text line, or a head such as `+SYSFLASH:8,` with the raw bytes it announced. */
export type Answer =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'data'; readonly head: string; readonly bytes: Uint8Array };

/** How an answer's information lines and the value they stand for turn into each other. */
export interface Reply<T> {
  /** What a person would call it, for the message when something else comes. */
  readonly expected: string;
  /** Which information lines belong to this answer; others that come meanwhile are events or noise. */
  owns(answer: Answer): boolean;
  /** @throws z.ZodError or RangeError when the lines are not of this shape. */
  decode(answers: readonly Answer[]): T;
  /** The information lines without their line ends: where those stand differs by release. */
  encode(value: T): Answer[];
}

type Fields = Readonly<Record<string, Field<unknown> | OptionalField<unknown>>>;

interface OptionalField<T> {
  readonly optional: Field<T>;
}

/** A field that some releases leave out, always at the end of the line. */
export const ifPresent = <T>(field: Field<T>): OptionalField<T> => ({ optional: field });

type Presence<F extends Fields> = {
  [K in keyof F as F[K] extends OptionalField<unknown> ? never : K]: F[K] extends Field<infer T>
    ? T
    : never;
} & {
  [K in keyof F as F[K] extends OptionalField<unknown> ? K : never]?: F[K] extends OptionalField<
    infer T
  >
    ? T
    : never;
};

/** The value of a record with these fields. */
export type RecordOf<F extends Fields> = { [K in keyof Presence<F>]: Presence<F>[K] };

/** One line `<prefix>:<field>,<field>...`, read and written by the same description. */
export interface LineShape<T> {
  readonly prefix: string;
  read(text: string): T;
  write(value: T): string;
}

const fieldOf = (entry: Field<unknown> | OptionalField<unknown>): Field<unknown> =>
  'optional' in entry && !(entry instanceof z.ZodType) ? entry.optional : (entry as Field<unknown>);

const isOptional = (entry: Field<unknown> | OptionalField<unknown>): boolean =>
  !(entry instanceof z.ZodType);

/** Describes an information line by its fields, in the order in which they stand. */
export const record = <const F extends Fields>(
  prefix: string,
  fields: F,
): LineShape<RecordOf<F>> => {
  const entries = Object.entries(fields);
  const least = entries.filter(([, entry]) => !isOptional(entry)).length;
  return {
    prefix,
    read: (text) => {
      const tokens = splitFields(text.slice(prefix.length + 1));
      if (tokens.length < least || tokens.length > entries.length) {
        throw new RangeError(`${prefix} has ${tokens.length} fields, expected ${entries.length}`);
      }
      return Object.fromEntries(
        tokens.map((token, i) => {
          const [name, entry] = entries[i] as [string, F[string]];
          return [name, z.decode(fieldOf(entry), token)];
        }),
      ) as RecordOf<F>;
    },
    write: (value) => {
      const values = value as Readonly<Record<string, unknown>>;
      const present = entries.filter(([name, entry]) => !isOptional(entry) || name in values);
      const tokens = present.map(([name, entry]) => z.encode(fieldOf(entry), values[name]));
      return `${prefix}:${tokens.join(',')}`;
    },
  };
};

const lineOf = (answer: Answer): string => (answer.kind === 'line' ? answer.text : answer.head);

const startsWith =
  (prefix: string) =>
  (answer: Answer): boolean =>
    answer.kind === 'line' && answer.text.startsWith(`${prefix}:`);

/** A command that answers with its result code alone. */
export const nothing: Reply<void> = {
  expected: 'no information line',
  owns: () => false,
  decode: () => undefined,
  encode: () => [],
};

/** Exactly one line. */
export const one = <T>(shape: LineShape<T>): Reply<T> => ({
  expected: `one ${shape.prefix} line`,
  owns: startsWith(shape.prefix),
  decode: ([first, ...more]) => {
    if (!first || more.length > 0) throw new RangeError(`expected one ${shape.prefix} line`);
    return shape.read(lineOf(first));
  },
  encode: (value) => [{ kind: 'line', text: shape.write(value) }],
});

/** One line or none: `null` where the firmware has nothing to say, as `AT+CWJAP?` without an access point. */
export const oneOrNone = <T>(shape: LineShape<T>): Reply<T | null> => ({
  expected: `one ${shape.prefix} line or none`,
  owns: startsWith(shape.prefix),
  decode: ([first]) => (first ? shape.read(lineOf(first)) : null),
  encode: (value) => (value === null ? [] : [{ kind: 'line', text: shape.write(value) }]),
});

/** Any number of lines. */
export const many = <T>(shape: LineShape<T>): Reply<T[]> => ({
  expected: `${shape.prefix} lines`,
  owns: startsWith(shape.prefix),
  decode: (answers) => answers.map((answer) => shape.read(lineOf(answer))),
  encode: (values) => values.map((value) => ({ kind: 'line', text: shape.write(value) })),
});

/** One head with raw bytes behind it: `<prefix>:<length>,<bytes>`. */
export const rawBytes = (prefix: string): Reply<Uint8Array> => ({
  expected: `${prefix} with its bytes`,
  owns: (answer) => answer.kind === 'data' && answer.head.startsWith(`${prefix}:`),
  decode: ([first]) => {
    if (first?.kind !== 'data') throw new RangeError(`expected ${prefix} with its bytes`);
    return first.bytes;
  },
  encode: (bytes) => [{ kind: 'data', head: `${prefix}:${bytes.length},`, bytes }],
});

/** Lines each of which has its own form, as those of `AT+GMR`. */
export const textLines = <T>(
  expected: string,
  codec: { decode(lines: readonly string[]): T; encode(value: T): string[] },
): Reply<T> => ({
  expected,
  owns: (answer) => answer.kind === 'line',
  decode: (answers) => codec.decode(answers.map(lineOf)),
  encode: (value) => codec.encode(value).map((text) => ({ kind: 'line', text })),
});
