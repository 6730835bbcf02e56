import type { Outcome } from './replay.ts';

/** So much of what was sent is enough to know it again. */
const SHOWN_SEND = 60;
/** Around the first byte that differs. */
const SHOWN_BEFORE = 20;
const SHOWN_BEHIND = 60;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

const escapedByte = (byte: string): string => {
  const named = NAMED[byte];
  if (named !== undefined) return named;
  if (byte >= ' ' && byte <= '~') return byte;
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
};

/** Bytes as one line of printable text, in the escapes of the recordings. */
const escaped = (bytes: string): string => [...bytes].map(escapedByte).join('');

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 3)}...` : text;

const around = (bytes: string, at: number): string => {
  const from = Math.max(0, at - SHOWN_BEFORE);
  const shown = escaped(bytes.slice(from, at + SHOWN_BEHIND));
  return `${from > 0 ? '...' : ''}${shown}${bytes.length > at + SHOWN_BEHIND ? '...' : ''}`;
};

const firstDifference = (one: string, other: string): number => {
  const shorter = Math.min(one.length, other.length);
  let at = 0;
  while (at < shorter && one[at] === other[at]) at += 1;
  return at;
};

const sentText = ({ send, note }: Outcome['exchange']): string => {
  if (typeof send !== 'string') return `<${send.bytes} bytes ${send.kind}>`;
  return send === '' ? `(listens${note ? `: ${note}` : ''})` : escaped(send);
};

const UNPLAYED = ' (not played: of such a thing the replay knows nothing)';

/** One line: which row of the file, whether its answer was the same, and if not, where it began to differ. */
export const outcomeLine = ({ exchange, came, isSame, isUnplayed }: Outcome): string => {
  const row = String(exchange.line).padStart(4);
  const sent = cut(sentText(exchange), SHOWN_SEND) + (isUnplayed ? UNPLAYED : '');
  if (isSame) return `${row} same    ${sent}`;
  const at = firstDifference(exchange.recv, came);
  return `${row} DIFFERS ${sent}, byte ${at}: recorded "${around(exchange.recv, at)}", came "${around(came, at)}"`;
};

/** `279 of 280 exchanges identical` */
export const sumLine = ({ same, all }: { same: number; all: number }): string =>
  `${same} of ${all} exchanges identical`;
