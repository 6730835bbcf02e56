import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { PortClosed } from '../ports/errors.ts';
import type { Port } from '../ports/port.ts';
import { escapeText, latin1 } from './escape.ts';
import { EventRecord } from './event-record.ts';
import { Framing, type Token } from './framing.ts';
import { readDataEvent, readEvent, unglue } from './grammar.ts';
import type { Listener } from './listener.ts';
import { Secrets } from './secrets.ts';
import { Transcript } from './transcript.ts';

/** Time for the port to take a short write. */
const WRITE_MS = 5_000;

/** A byte at 9600 baud, the slowest rate in use. */
export const SLOWEST_BYTE_MS = 10 / 9.6;

/** What came of waiting until a board says nothing. */
export interface Quiet {
  /** False: it talks on and on. */
  readonly isQuiet: boolean;
  /** What held this process up is not counted. */
  readonly tookMs: number;
}

/** The wire under the AT client: sorts what comes into what the listener of the moment takes, and events. */
export class AtLink {
  readonly secrets = new Secrets();
  readonly events = new EventRecord();
  readonly transcript: Transcript;
  readonly #port: Port;
  readonly #framing: Framing;
  readonly #listening: Promise<void>;
  #listener: Listener | undefined;
  #isDataPublic = false;
  #lastHeardAt = Number.NEGATIVE_INFINITY;
  readonly #overhearing = new Set<(chunk: Uint8Array) => void>();

  constructor(port: Port) {
    this.#port = port;
    this.#framing = new Framing(() => this.#listener?.isPromptExpected ?? false);
    this.transcript = new Transcript(this.secrets, () => this.#framing.unfinished);
    this.#listening = this.#listen();
  }

  /** From now on this one hears first; `undefined`: nobody. */
  attend(listener: Listener | undefined, isDataPublic = false): void {
    this.#listener = listener;
    this.#isDataPublic = isDataPublic;
  }

  /** Puts data that is about to be sent piece by piece into the transcript, as a whole. */
  announce(data: Uint8Array, isPublic: boolean): void {
    this.transcript.sent(isPublic ? escapeText(latin1(data)) : `<${data.length} bytes>`);
  }

  /** Sends bytes that the transcript shows as `shown`, if not shown before. */
  async write(bytes: Uint8Array, shown?: string): Promise<void> {
    if (shown !== undefined) this.transcript.sent(shown);
    await this.#port.send(bytes, WRITE_MS + bytes.length * SLOWEST_BYTE_MS);
  }

  /** Done when nothing has come for so long, or when that takes longer than `atMost`. What is unfinished by then is given up. */
  async quiet(ms: number, atMost: number): Promise<Quiet> {
    const left = (): number => this.#lastHeardAt + ms - performance.now();
    // What has come while this process was held up is heard first: it was no silence.
    await turn();
    let tookMs = 0;
    while (tookMs < atMost && left() > 0) {
      const partMs = left();
      await sleep(partMs);
      await turn();
      tookMs += partMs;
    }
    for (const token of this.#framing.giveUp()) this.#hear(token);
    return { isQuiet: left() <= 0, tookMs };
  }

  /** Hands out what comes, byte for byte, besides what is made of it. The answer ends it. */
  overhear(take: (chunk: Uint8Array) => void): () => void {
    this.#overhearing.add(take);
    return () => {
      this.#overhearing.delete(take);
    };
  }

  async close(): Promise<void> {
    await this.#port.close();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    let why: Error;
    try {
      for await (const chunk of this.#port.incoming) {
        this.#lastHeardAt = performance.now();
        for (const take of this.#overhearing) take(chunk);
        for (const token of this.#framing.push(chunk)) this.#hear(token);
      }
      why = new PortClosed(this.#port.label);
    } catch (error) {
      why = error as Error;
    }
    this.#listener?.fail(why);
    this.events.end(why);
  }

  #hear(token: Token): void {
    this.transcript.heard(token, this.#isDataPublic);
    const listener = this.#listener?.isOver ? undefined : this.#listener;
    switch (token.kind) {
      case 'line':
        for (const text of unglue(token.text)) this.#hearLine(text);
        break;
      case 'data':
        if (listener?.hearData(token) ?? true) this.#addData(token);
        break;
      case 'prompt':
        listener?.hearPrompt();
        break;
      case 'fragment':
        this.#addNoise(token.text);
    }
  }

  #hearLine(text: string): void {
    const listener = this.#listener?.isOver ? undefined : this.#listener;
    const event = readEvent(text);
    const isForAll = listener?.hearLine(text, event) ?? true;
    if (!isForAll) return;
    if (event) this.events.add(event);
    else this.#addNoise(text);
  }

  #addData({ head, bytes }: Token & { kind: 'data' }): void {
    const event = readDataEvent(head, bytes);
    if (event) this.events.add(event);
    else this.#addNoise(`${head}<${bytes.length} bytes>`);
  }

  #addNoise(line: string): void {
    this.events.add({ kind: 'noise', line: this.secrets.conceal(line) });
  }
}
