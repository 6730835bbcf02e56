import { LiteralIndex, type Span } from './literal-index.ts';
import { privateKeys } from './private-key-pattern.ts';
import { formsOfPrivateKey, formsOfSecret, SHORTEST_LITERAL } from './secret-forms.ts';
import { secretParameters } from './secret-parameter-pattern.ts';

/** Blots secrets out of text and bytes before they are stored: those it was told, and those it knows by their shape. */
export interface Redactor {
  /**
   * From now on this value is blotted out in every spelling (escaped for AT or JSON, base64, hex, ...); of a private
   * key in PEM also every line of its body. Values of one to three bytes are blotted out only beside a word like
   * `password`, because as they stand they are everywhere.
   */
  addSecret(value: string | Uint8Array, kind?: string): void;
  redact(text: string): string;
  redactBytes(bytes: Uint8Array): Uint8Array;
  /** As many chunks as were given; a secret that was cut by a chunk border is found too. */
  redactChunks(chunks: readonly Uint8Array[]): Uint8Array[];
  /** Where secrets are, in bytes (of UTF-8 for text), in order, without overlaps. */
  find(content: string | Uint8Array): readonly Span[];
}

const LABEL = /\u00e2\u0080\u00b9redacted: [^\r\n]{1,80}?\u00e2\u0080\u00ba/g; // ‹redacted: …› in UTF-8, a byte a character
/** Between two pieces of one secret: line ends, or the characters that an encoding shares between two pieces. */
const GAP = /^(?:[A-Za-z0-9+/=_-]|\s|\\+[rnt]){0,8}$/;
const PEM_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;

const labelOf = ({ kind }: Span): Buffer => Buffer.from(`‹redacted: ${kind}›`);

const asBuffer = (content: string | Uint8Array): Buffer =>
  typeof content === 'string'
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);

/** Overlapping places become one, as do pieces of one key with next to nothing between them. */
const merged = (spans: Span[], text: string): Span[] => {
  const result: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    const touches =
      last &&
      (span.start < last.end ||
        (span.kind === last.kind &&
          span.start - last.end <= 8 &&
          GAP.test(text.slice(last.end, span.start))));
    if (touches) result[result.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
};

/** A short secret beside the word that makes it one: `password: abc`, `"pwd":"abc"`. */
const besidePassword = (secret: string): RegExp =>
  new RegExp(
    `(?:pass(?:word|phrase|wd)?|pwd|secret|psk)\\\\*["']?\\s*[:=]\\s*\\\\*["']?(${secret.replace(/[^\w]/g, '\\$&')})(?!\\w)`,
    'gdi',
  );

class SecretFinder implements Redactor {
  readonly #literals = new LiteralIndex();
  readonly #short: { pattern: RegExp; kind: string }[] = [];

  addSecret(value: string | Uint8Array, kind?: string): void {
    const bytes = asBuffer(value);
    const text = bytes.toString('utf8');
    if (PEM_KEY.test(text)) {
      for (const form of formsOfPrivateKey(text)) this.#literals.add(form, kind ?? 'private key');
    } else if (bytes.length >= SHORTEST_LITERAL) {
      for (const form of formsOfSecret(bytes)) this.#literals.add(form, kind ?? 'secret');
    } else if (bytes.length > 0) {
      this.#short.push({
        pattern: besidePassword(bytes.toString('latin1')),
        kind: kind ?? 'secret',
      });
    }
  }

  find(content: string | Uint8Array): readonly Span[] {
    const bytes = asBuffer(content);
    const text = bytes.toString('latin1');
    const spans = [
      ...this.#literals.find(bytes),
      ...privateKeys(text),
      ...secretParameters(text),
      ...this.#besidePasswords(text),
    ];
    if (spans.length === 0) return spans;
    const labels = [...text.matchAll(LABEL)].map(({ 0: label, index }) => [
      index,
      index + label.length,
    ]);
    const inLabel = ({ start, end }: Span): boolean =>
      labels.some(([from = 0, to = 0]) => from <= start && end <= to);
    return merged(
      spans.filter((span) => !inLabel(span)),
      text,
    );
  }

  *#besidePasswords(text: string): Generator<Span> {
    for (const { pattern, kind } of this.#short) {
      for (const { indices } of text.matchAll(pattern)) {
        const [start, end] = indices?.[1] ?? [0, 0];
        yield { start, end, kind };
      }
    }
  }

  redact(text: string): string {
    const bytes = asBuffer(text);
    const redacted = this.redactBytes(bytes);
    return redacted === bytes ? text : Buffer.from(redacted).toString('utf8');
  }

  redactBytes(bytes: Uint8Array): Uint8Array {
    const spans = this.find(bytes);
    if (spans.length === 0) return bytes;
    const parts = spans.flatMap((span, index) => [
      bytes.subarray(spans[index - 1]?.end ?? 0, span.start),
      labelOf(span),
    ]);
    return Buffer.concat([...parts, bytes.subarray(spans.at(-1)?.end)]);
  }

  redactChunks(chunks: readonly Uint8Array[]): Uint8Array[] {
    const spans = this.find(Buffer.concat(chunks));
    let offset = 0;
    return chunks.map((chunk) => {
      const from = offset;
      const to = from + chunk.length;
      offset = to;
      const parts: Uint8Array[] = [];
      let kept = from;
      for (const span of spans.filter(({ start, end }) => start < to && end > from)) {
        parts.push(chunk.subarray(kept - from, Math.max(span.start, from) - from));
        if (span.start >= from) parts.push(labelOf(span));
        kept = Math.min(span.end, to);
      }
      return Buffer.concat([...parts, chunk.subarray(kept - from)]);
    });
  }
}

/** A redactor that knows no secrets yet, only the shapes of private keys and of passwords in AT commands. */
export const createRedactor = (): Redactor => new SecretFinder();
