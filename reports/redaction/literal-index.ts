import { SHORTEST_LITERAL } from './secret-forms.ts';

/** A place in some bytes that holds a secret of this kind. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Finds many known byte strings in one pass. The first four bytes choose the few candidates worth comparing. */
export class LiteralIndex {
  readonly #candidates = new Map<number, { literal: Buffer; kind: string }[]>();
  readonly #known = new Set<string>();
  /** Two bytes that start no literal are the usual case; this table rejects them without a map look-up. */
  readonly #starts = new Uint8Array(0x10000);

  add(literal: Buffer, kind: string): void {
    const text = literal.toString('latin1');
    if (literal.length < SHORTEST_LITERAL || this.#known.has(text)) return;
    this.#known.add(text);
    this.#starts[literal.readUInt16BE(0)] = 1;
    const prefix = literal.readUInt32BE(0);
    const candidates = this.#candidates.get(prefix) ?? [];
    candidates.push({ literal, kind });
    this.#candidates.set(prefix, candidates);
  }

  *find(bytes: Buffer): Generator<Span> {
    if (this.#known.size === 0) return;
    for (let start = 0; start + SHORTEST_LITERAL <= bytes.length; start++) {
      if (this.#starts[bytes.readUInt16BE(start)] === 0) continue;
      for (const { literal, kind } of this.#candidates.get(bytes.readUInt32BE(start)) ?? []) {
        const end = start + literal.length;
        if (end <= bytes.length && literal.compare(bytes, start, end) === 0)
          yield { start, end, kind };
      }
    }
  }
}
