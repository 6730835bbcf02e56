import type { Span } from './literal-index.ts';

/** Which parameter (counted from 1) of which AT command or answer is a secret. ESP-AT command set. */
const SECRET_PARAMETERS: readonly { command: RegExp; parameter: number; kind: string }[] = [
  // `+CWJAP:` answers carry the access point's address in this place: only the command is secret.
  { command: /\+CWJAP(?:_CUR|_DEF)?=/gi, parameter: 2, kind: 'Wi-Fi password' },
  { command: /\+CWSAP(?:_CUR|_DEF)?[=:]/gi, parameter: 2, kind: 'Wi-Fi password' },
  { command: /\+CWJEAP(?:_CUR|_DEF)?[=:]/gi, parameter: 5, kind: 'Wi-Fi password' },
  // v2.1 answers the query with the password in clear.
  { command: /\+MQTTUSERCFG[=:]/gi, parameter: 5, kind: 'MQTT password' },
  { command: /\+MQTTPASSWORD[=:]/gi, parameter: 2, kind: 'MQTT password' },
];

/** An AT line is at most 256 bytes; escaping it once or twice for JSON does not make it longer than this. */
const LONGEST_LINE = 2048;

/**
 * The place of one parameter in an AT line, also in a line that JSON has escaped, any number of times: the first
 * quote shows by its backslashes how deep. AT itself writes a quote inside a string as `\"`.
 */
const parameterSpan = (
  text: string,
  from: number,
  wanted: number,
): [number, number] | undefined => {
  const limit = Math.min(text.length, from + LONGEST_LINE);
  let depth: number | undefined;
  let number = 1;
  let quoted = false;
  let start = from;
  let at = from;
  const found = (end: number): [number, number] | undefined =>
    number === wanted && end > start ? [start, end] : undefined;
  while (at < limit) {
    let run = 0;
    while (text[at + run] === '\\') run++;
    const character = text[at + run];
    const escapedLineEnd = depth !== undefined && depth > 0 && run === (depth + 1) / 2;
    if (character === '"') {
      depth ??= run;
      if (run < depth) return found(at);
      if (((run - depth) / (depth + 1)) % 2 === 0) {
        quoted = !quoted;
        // The closing quote ends the value; what escapes it is not part of it, what was escaped before it is.
        if (!quoted) {
          if (number === wanted) return found(at + run - depth);
        } else start = at + run + 1;
      }
    } else if (character === undefined || character === '\r' || character === '\n') {
      return found(at + run);
    } else if (escapedLineEnd && (character === 'r' || character === 'n')) {
      return found(at);
    } else if (character === ',' && !quoted && run === 0) {
      const place = found(at);
      if (number === wanted) return place;
      number++;
      start = at + 1;
    }
    at += run + 1;
  }
  return found(limit);
};

/** Passwords by their place in an AT command, known to us or not. `text` holds one byte a character. */
export function* secretParameters(text: string): Generator<Span> {
  for (const { command, parameter, kind } of SECRET_PARAMETERS) {
    for (const { 0: match, index } of text.matchAll(command)) {
      const span = parameterSpan(text, index + match.length, parameter);
      if (span) yield { start: span[0], end: span[1], kind };
    }
  }
}
