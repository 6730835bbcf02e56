import { z } from 'zod';
import { command, constant, number, optional, query, set, text } from './command.ts';
import { integer, quoted, splitFields } from './fields.ts';
import { type Answer, many, type Reply, record } from './replies.ts';

/** Types 1 to 6 are u8, i8, u16, i16, u32, i32; 7 is a string, 8 binary. */
const PREFIX = '+SYSMFG:';

/** What `AT+SYSMFG=1` tells: the namespaces, the keys of one, or the value of a key. */
export type ManufacturingAnswer =
  | { readonly kind: 'namespaces'; readonly namespaces: readonly string[] }
  | {
      readonly kind: 'keys';
      readonly namespace: string;
      readonly keys: readonly { readonly key: string; readonly type: number }[];
    }
  | {
      readonly kind: 'value';
      readonly namespace: string;
      readonly key: string;
      readonly type: number;
      readonly value: number | Uint8Array;
    };

const line = (text: string): Answer => ({ kind: 'line', text });

const head = (namespace: string, key: string, type: number, length: number): string =>
  `${PREFIX}"${namespace}","${key}",${type},${length},`;

const fieldsOf = (text: string): string[] => splitFields(text.slice(PREFIX.length));

const readLines = (lines: readonly string[]): ManufacturingAnswer => {
  const rows = lines.map(fieldsOf);
  const [namespace, key, type, , value] = (rows[0] ?? []).map(String);
  const name = z.decode(quoted, namespace ?? '""');
  if (value !== undefined) {
    const names = { namespace: name, key: z.decode(quoted, key ?? '') };
    const numbers = { type: z.decode(integer, type ?? ''), value: z.decode(integer, value) };
    return { kind: 'value', ...names, ...numbers };
  }
  if (key === undefined) {
    return { kind: 'namespaces', namespaces: rows.map(([each]) => z.decode(quoted, each ?? '')) };
  }
  const keys = rows.map(([, each, kind]) => ({
    key: z.decode(quoted, each ?? ''),
    type: z.decode(integer, kind ?? ''),
  }));
  return { kind: 'keys', namespace: name, keys };
};

const readReply: Reply<ManufacturingAnswer> = {
  expected: `${PREFIX} lines, or one with its bytes`,
  owns: (answer) =>
    answer.kind === 'data'
      ? answer.head.startsWith(PREFIX)
      : answer.text === '' || answer.text.startsWith(PREFIX),
  decode: (answers) => {
    const [first] = answers;
    if (first?.kind !== 'data') {
      return readLines(
        answers.flatMap((each) => (each.kind === 'line' && each.text ? [each.text] : [])),
      );
    }
    const [namespace, key, type] = fieldsOf(first.head);
    return {
      kind: 'value',
      namespace: z.decode(quoted, namespace ?? ''),
      key: z.decode(quoted, key ?? ''),
      type: z.decode(integer, type ?? ''),
      value: first.bytes,
    };
  },
  encode: (answer) => {
    if (answer.kind === 'namespaces') {
      return answer.namespaces.map((namespace) => line(`${PREFIX}"${namespace}"`));
    }
    const { namespace } = answer;
    if (answer.kind === 'keys') {
      return answer.keys.map(({ key, type }) => line(`${PREFIX}"${namespace}","${key}",${type}`));
    }
    const { key, type, value } = answer;
    if (typeof value === 'number') {
      // The length of a number is that of its digits, a sign included.
      return [line(head(namespace, key, type, String(value).length) + value)];
    }
    // A line end stands behind the bytes, before that of OK.
    return [
      { kind: 'data', head: head(namespace, key, type, value.length), bytes: value },
      line(''),
    ];
  },
};

/** An NVS write that makes room first was seen to take 4 s. */
const WRITE_MS = 10_000;

/** Credentials and factory parameters in `mfg_nvs`, by namespace and key. */
export const manufacturing = command(
  'AT+SYSMFG',
  {
    namespaces: query(many(record('+SYSMFG', { namespace: quoted }))),
    erase: set(
      { operation: constant(0), namespace: text, key: optional(text) },
      { withinMs: WRITE_MS },
    ),
    read: set(
      {
        operation: constant(1),
        namespace: optional(text),
        key: optional(text),
        offset: optional(number),
        length: optional(number),
      },
      { reply: readReply },
    ),
    /**
     * For a string or binary; the length is up to 8191. For a number (types below 7) its value stands in place of the
     * length, and the board answers OK without asking for data.
     */
    write: set(
      { operation: constant(2), namespace: text, key: text, type: number, length: number },
      { course: 'ok-prompt', withinMs: WRITE_MS },
    ),
  },
  { since: '3.2' },
);
