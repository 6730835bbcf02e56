import { escapeText, latin1 } from './escape.ts';
import type { Token, Unfinished } from './framing.ts';
import type { Secrets } from './secrets.ts';

/** One thing that one end said. */
export interface TranscriptEntry {
  /** Since the port was opened. */
  readonly ms: number;
  readonly from: 'host' | 'board';
  /** Escaped, and without secrets. */
  readonly text: string;
}

const ARROW = { host: '→', board: '←' } as const;

/** Data of these commands can be a private key. */
const MAY_BE_KEY = /^\+(?:SYSFLASH|SYSMFG|FS):/;

const firstLine = (token: Token): string =>
  token.kind === 'fragment' ? token.text.trimStart() : '';

const line = ({ ms, from, text }: TranscriptEntry): string =>
  `${ms.toFixed(1).padStart(10)} ms ${ARROW[from]} ${text}`;

/** What went over the wire, in order and to the byte, with times. Secrets are masked before they are kept. */
export class Transcript {
  readonly #entries: TranscriptEntry[] = [];
  readonly #openedAt = performance.now();
  readonly #secrets: Secrets;
  readonly #unfinished: () => Unfinished;

  /** `unfinished` gives what has come and is no token yet, so that it is not missing at the end. */
  constructor(secrets: Secrets, unfinished: () => Unfinished) {
    this.#secrets = secrets;
    this.#unfinished = unfinished;
  }

  /** The host sent this; the caller has masked it. */
  sent(shown: string): void {
    this.#add('host', shown);
  }

  /** The board said this. Data is shown only where it cannot be a key, or is known to be public. */
  heard(token: Token, isPublic: boolean): void {
    const mayBeKey =
      !isPublic && MAY_BE_KEY.test(token.kind === 'data' ? token.head : firstLine(token));
    const data = token.kind === 'data' ? token.bytes : new Uint8Array();
    if (token.kind === 'fragment' && mayBeKey) {
      this.#add('board', `<${token.raw.length} bytes that did not become whole>`);
    } else {
      const shown = mayBeKey && data.length > 0 ? `<${data.length} bytes>` : this.#show(data);
      this.#add('board', this.#show(token.raw) + shown);
    }
  }

  /** The place where the next entry will stand. */
  position(): number {
    return this.#entries.length;
  }

  /** One line an entry, from a position on: milliseconds since opening, direction, bytes with escapes. */
  lines(from = 0): string[] {
    const lines = this.#entries.slice(from).map(line);
    const { raw, data } = this.#unfinished();
    if (raw.length === 0) return lines;
    const sofar = data ? `<${data.filled} of ${data.due} bytes so far>` : '<so far>';
    const text = this.#show(raw) + sofar;
    return [...lines, line({ ms: this.#now(), from: 'board', text })];
  }

  /** The entries from a position on, without what is unfinished. */
  entries(from = 0): readonly TranscriptEntry[] {
    return this.#entries.slice(from);
  }

  /** What the board said from a position on, one text, unfinished or not: for who looks at bytes that make no sense. */
  said(from = 0): string {
    const { raw } = this.#unfinished();
    const said = this.#entries
      .slice(from)
      .flatMap((entry) => (entry.from === 'board' ? entry.text : []));
    return [...said, this.#show(raw)].join('');
  }

  /** What a report attaches. */
  text(from = 0): string {
    return this.lines(from).join('\n');
  }

  #add(from: TranscriptEntry['from'], text: string): void {
    this.#entries.push({ ms: this.#now(), from, text });
  }

  #show(bytes: Uint8Array): string {
    return escapeText(this.#secrets.conceal(latin1(bytes)));
  }

  #now(): number {
    return performance.now() - this.#openedAt;
  }
}
