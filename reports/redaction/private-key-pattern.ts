import type { Span } from './literal-index.ts';

const KIND = 'private key';
const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const END_HERE = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/y;
/** No key of any kind in use is longer than this; without a limit a lost END would swallow the rest of a transcript. */
const LONGEST = 16 * 1024;
/** What a body looks like when its end is missing; line ends may be escaped (`\n`, `\\r`). */
const BODY = /(?:(?:\s|\\+[rnt])*[A-Za-z0-9+/=]{20,})*(?:(?:\s|\\+[rnt])*[A-Za-z0-9+/=]+)?/y;
const BODY_CHARACTER = /[A-Za-z0-9+/=\s\\]/;

const endOfBody = (text: string, from: number): number => {
  BODY.lastIndex = from;
  return from + (BODY.exec(text)?.[0].length ?? 0);
};

const startOfBody = (text: string, to: number): number => {
  let start = to;
  while (start > 0 && to - start < LONGEST && BODY_CHARACTER.test(text.charAt(start - 1))) start--;
  return start;
};

/** Blocks between their markers, whatever a noisy line put between them; and what is left of a block cut in two. */
function* pemBlocks(text: string): Generator<Span> {
  const closed = new Set<number>();
  for (const { 0: marker, index } of text.matchAll(BEGIN)) {
    const body = index + marker.length;
    const next = text.indexOf('-----', body);
    END_HERE.lastIndex = Math.max(next, 0);
    const end = next >= 0 && next - body < LONGEST ? END_HERE.exec(text) : null;
    if (end) closed.add(next);
    yield { start: index, end: end ? next + end[0].length : endOfBody(text, body), kind: KIND };
  }
  for (const { 0: marker, index } of text.matchAll(END)) {
    if (!closed.has(index)) {
      yield { start: startOfBody(text, index), end: index + marker.length, kind: KIND };
    }
  }
}

/** The same markers in base64 and in hex, for keys nobody told us about. */
const ENCODED = [
  { pattern: /LS0tLS1CRUdJTi(?:[A-Za-z0-9+/_=-]|\s)*/g, encoding: 'base64' },
  { pattern: /2d2d2d2d2d424547494e20(?:[0-9a-f]{2})*/gi, encoding: 'hex' },
] as const;

function* encodedBlocks(text: string): Generator<Span> {
  for (const { pattern, encoding } of ENCODED) {
    for (const { 0: block, index } of text.matchAll(pattern)) {
      const head = Buffer.from(block.slice(0, 200), encoding).toString('latin1');
      if (/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(head)) {
        yield { start: index, end: index + block.length, kind: KIND };
      }
    }
  }
}

/** Private keys of every kind by their PEM markers, known to us or not. `text` holds one byte a character. */
export function* privateKeys(text: string): Generator<Span> {
  yield* pemBlocks(text);
  yield* encodedBlocks(text);
}
