import { z } from 'zod';
import { BadInput } from '../../../errors/bench-error.ts';

/** Bytes that the file does not hold: so many of some kind. */
export interface StandIn {
  readonly bytes: number;
  /** `PEM: right CA` */
  readonly kind: string;
}

/** One row: what was sent, and what came until the next. Bytes are text with a character each. */
export interface Exchange {
  /** In its file, counted from 1. */
  readonly line: number;
  /** Empty: the host only listened. */
  readonly send: string | StandIn;
  readonly recv: string;
  /** When the last byte came, counted from the write; null when none did. */
  readonly ms: number | null;
  /** How long was listened when nothing came, where it is known. */
  readonly quietMs: number | undefined;
  readonly note: string;
}

/** One session from power-on. */
export interface Recording {
  readonly name: string;
  /** `v3.4.0.0` */
  readonly firmware: string;
  readonly exchanges: readonly Exchange[];
}

const time = z.number().nonnegative().nullable().optional();

const row = z.object({
  firmware: z.string(),
  send: z.string().optional(),
  recv: z.string(),
  ms: time,
  ms_first: time,
  timeout_ms: z.number().nonnegative().optional(),
  note: z.string().optional(),
});

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([rn\\])|.?)/gs;
const NAMED: Readonly<Record<string, string>> = { r: '\r', n: '\n', '\\': '\\' };
const STAND_IN = /^<(\d+) bytes (.+)>$/s;

/** Undoes `\r \n \\ \xNN`. */
const unescaped = (text: string): string => {
  const bytes = text.replace(ESCAPE, (sequence, hex?: string, name?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const named = NAMED[name ?? ''];
    if (named === undefined) throw new RangeError(`"${sequence}" is no escape`);
    return named;
  });
  if (/[^\0-\xff]/.test(bytes)) throw new RangeError('there is a character that is no byte');
  return bytes;
};

const readSend = (text: string): Exchange['send'] => {
  const [, bytes, kind] = STAND_IN.exec(text) ?? [];
  return kind === undefined ? unescaped(text) : { bytes: Number(bytes), kind };
};

interface Row extends Exchange {
  readonly firmware: string;
}

const readRow = (text: string, line: number): Row | undefined => {
  const { firmware, send, recv, ms = null, timeout_ms, note = '' } = row.parse(JSON.parse(text));
  if (send === undefined) return undefined;
  const words = { line, firmware, send: readSend(send), recv: unescaped(recv), note };
  return { ...words, ms, quietMs: timeout_ms };
};

const unfit = (name: string, line: number, why: string): BadInput =>
  new BadInput(
    'NOT_A_RECORDING',
    `${name}, line ${line}: expected an exchange as simulators/esp-at/recordings/README.md describes it, but ${why}`,
  );

/**
 * Reads a file of JSON lines; rows that are no exchange are left out.
 * @throws BadInput NOT_A_RECORDING, naming file and line
 */
export const readRecording = (text: string, name: string): Recording => {
  const rows = text.split('\n').flatMap((json, index) => {
    if (json.trim() === '') return [];
    try {
      return readRow(json, index + 1) ?? [];
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      throw unfit(name, index + 1, why);
    }
  });
  const [first] = rows;
  if (!first) throw unfit(name, 1, 'there is none in this file');
  const other = rows.find(({ firmware }) => firmware !== first.firmware);
  if (other) throw unfit(name, other.line, `it is of another firmware than line ${first.line}`);
  return { name, firmware: first.firmware, exchanges: rows };
};
