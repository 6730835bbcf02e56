import { nothing, type Reply } from './replies.ts';

/** A parameter of a command line. */
export interface Parameter<
  T extends number | string = number | string,
  Need extends Needs = Needs,
> {
  readonly kind: 'number' | 'text';
  readonly need: Need;
  /** Never reaches a log: the transcript shows it masked. */
  readonly isSecret: boolean;
  /** What a `constant` is; else it only carries the value's type. */
  readonly value?: T;
}

type Needs = 'required' | 'optional' | 'leading' | 'constant';

/** A decimal or `0x` number, without quotes. */
export const number: Parameter<number, 'required'> = {
  kind: 'number',
  need: 'required',
  isSecret: false,
};

/** Text in quotes; backslash, comma and quote are escaped on the way out. */
export const text: Parameter<string, 'required'> = {
  kind: 'text',
  need: 'required',
  isSecret: false,
};

/** Text that must not be seen: a password. */
export const secret: Parameter<string, 'required'> = { ...text, isSecret: true };

/** A parameter that may be left out, with all that follow it. */
export const optional = <T extends number | string>(
  parameter: Parameter<T, 'required'>,
): Parameter<T, 'optional'> => ({ ...parameter, need: 'optional' });

/**
 * A number in front of all others that is left out, comma and all, unless it is given: the link, which stands there
 * with `AT+CIPMUX=1` and must not without.
 */
export const leading = (
  parameter: Parameter<number, 'required'>,
): Parameter<number, 'leading'> => ({ ...parameter, need: 'leading' });

/** A number that says which operation of a command is meant; callers do not give it. */
export const constant = (value: number): Parameter<number, 'constant'> => ({
  kind: 'number',
  need: 'constant',
  isSecret: false,
  value,
});

export type Parameters = Readonly<Record<string, Parameter>>;

type Value<P> = P extends Parameter<infer T, Needs> ? T : never;

/** The values of an operation's parameters, by name. */
export type Values<P extends Parameters> = {
  [K in keyof P as P[K]['need'] extends 'required' ? K : never]: Value<P[K]>;
} & {
  [K in keyof P as P[K]['need'] extends 'optional' | 'leading' ? K : never]?: Value<P[K]>;
};

/**
 * How an exchange runs to its end.
 * - `result`: information lines, then OK or ERROR;
 * - `prompt`: a bare `>`, the data, then OK or ERROR (AT+SYSFLASH, AT+FS);
 * - `ok-prompt`: OK, `>`, the data, then a second OK or ERROR (AT+SYSMFG, AT+MQTTLONG...);
 * - `ok-prompt-publish`: OK, `>`, the data, then `+MQTTPUB:OK` or `+MQTTPUB:FAIL` and nothing more;
 * - `ok-prompt-send`: OK, `>`, the data, `Recv <n> bytes`, then `SEND OK` or `SEND FAIL` and nothing more (AT+CIPSEND);
 * - `passthrough`: OK, `>`, then data as they are, until `+++` stands alone between two pauses; nothing is said of its end.
 */
export type Course =
  | 'result'
  | 'prompt'
  | 'ok-prompt'
  | 'ok-prompt-publish'
  | 'ok-prompt-send'
  | 'passthrough';

/** `AT+X?`, `AT+X=...` and `AT+X`. */
export type Spelling = 'query' | 'set' | 'execute';

/** One thing that a command can do, without its name. */
interface Form<P extends Parameters, R> {
  readonly spelling: Spelling;
  readonly params: P;
  readonly reply: Reply<R>;
  readonly course: Course;
  /** The patience: how long the firmware may take to its final result, in milliseconds. */
  readonly withinMs: number;
}

/** One thing that a command can do: what client and simulator both know of it. */
export interface Operation<P extends Parameters = Parameters, R = unknown> extends Form<P, R> {
  /** The command as it is typed, without form marks: `AT+CWMODE`. */
  readonly command: string;
  /** The first ESP-AT release on ESP32 that has it; left out: all since 2.0. */
  readonly since?: string;
}

/** What most commands take at the very most; they answer in milliseconds. */
const PATIENCE_MS = 3_000;

type NoParameters = Record<never, never>;

interface Extras<R> {
  readonly reply?: Reply<R>;
  readonly course?: Course;
  readonly withinMs?: number;
}

const form = <P extends Parameters, R>(
  spelling: Spelling,
  params: P,
  { reply, course = 'result', withinMs = PATIENCE_MS }: Extras<R>,
): Form<P, R> => ({
  spelling,
  params,
  reply: reply ?? (nothing as unknown as Reply<R>),
  course,
  withinMs,
});

/** The form `AT+X?`. */
export const query = <R>(reply: Reply<R>, extras: Omit<Extras<R>, 'reply'> = {}) =>
  form<NoParameters, R>('query', {}, { ...extras, reply });

/** The form `AT+X=...`. */
export const set = <const P extends Parameters, R = void>(params: P, extras: Extras<R> = {}) =>
  form<P, R>('set', params, extras);

/** The form `AT+X`. */
export const execute = <R = void>(extras: Extras<R> = {}) =>
  form<NoParameters, R>('execute', {}, extras);

// biome-ignore lint/suspicious/noExplicitAny: the bound of a generic whose exact types inference keeps
type AnyForm = Form<any, any>;

/** What a command can do, by the name under which harness and simulator know it. */
export type Command<F extends Readonly<Record<string, AnyForm>>> = {
  readonly [K in keyof F]: F[K] extends Form<infer P, infer R> ? Operation<P, R> : never;
};

/** Puts a command's name, and the release that brought it, into each of its operations. */
export const command = <const F extends Readonly<Record<string, AnyForm>>>(
  name: string,
  forms: F,
  releases: { readonly since?: string } = {},
): Command<F> =>
  Object.fromEntries(
    Object.entries(forms).map(([key, entry]) => [key, { ...entry, command: name, ...releases }]),
  ) as Command<F>;

/** What an operation's answer decodes to. */
export type ReplyOf<O> = O extends Operation<infer _P, infer R> ? R : never;
