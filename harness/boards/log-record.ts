import { EventEmitter, once } from 'node:events';
import { AtTimeout } from '../at/errors.ts';
import { patience } from '../ports/patience.ts';
import type { Port } from '../ports/port.ts';
import { type LogEvent, readLogLine } from './log-grammar.ts';

/** Colours of the bootloader's lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const COLOURS = /\x1b\[[\d;]*m/g;

/** Stands in the record in the place of what was not text. */
export const LENT = "[the chip's loader had the port here]";

type Kind = LogEvent['kind'];
type Of<K extends Kind> = Extract<LogEvent, { kind: K }>;

/** Everything that a board says on its log port, from the first byte on. */
export class LogRecord {
  readonly #events: LogEvent[] = [];
  readonly #progress = new EventEmitter<{ progress: [] }>();
  readonly #utf8 = new TextDecoder();
  readonly #port: Port;
  #reader: AsyncIterator<Uint8Array>;
  #recording: Promise<void>;
  #text = '';
  #pending = '';

  constructor(port: Port) {
    this.#progress.setMaxListeners(0);
    this.#port = port;
    this.#reader = port.incoming[Symbol.asyncIterator]();
    this.#recording = this.#record();
  }

  /**
   * Leaves the port to somebody else for as long as they work with it: the chip's loader speaks no text. What they have
   * not read is recorded behind it.
   */
  async lend<T>(work: (port: Port) => Promise<T>): Promise<T> {
    await this.#reader.return?.();
    await this.#recording;
    this.#take(`\n${LENT}\n`);
    try {
      return await work(this.#port);
    } finally {
      this.#reader = this.#port.incoming[Symbol.asyncIterator]();
      this.#recording = this.#record();
    }
  }

  /** As it came, colours left out. */
  text(): string {
    return this.#text.replace(COLOURS, '');
  }

  /** The place in the record where the next event will stand. */
  position(): number {
    return this.#events.length;
  }

  /** What was said from a position on until now, line by line. */
  events(from = 0): readonly LogEvent[] {
    return this.#events.slice(from);
  }

  /**
   * Waits for the first event of a kind from a position on.
   * @throws AtTimeout
   */
  async waitFor<K extends Kind>(
    kind: K,
    { from = this.position(), withinMs }: { readonly from?: number; readonly withinMs: number },
  ): Promise<Of<K>> {
    const signal = patience(withinMs);
    const start = from;
    for (;;) {
      const found = this.#events.slice(start).find((event): event is Of<K> => event.kind === kind);
      if (found) return found;
      try {
        await once(this.#progress, 'progress', { signal });
      } catch (error) {
        if (!signal.aborted) throw error;
        const heard = this.#events.slice(start).map(({ line }) => line);
        throw new AtTimeout(`${kind} on the log port`, withinMs, { heard });
      }
    }
  }

  /** Tells whether a text comes that fits, from a place in `text()` on. */
  async hears(pattern: RegExp, from: number, withinMs: number): Promise<boolean> {
    const signal = patience(withinMs);
    while (!pattern.test(this.text().slice(from))) {
      try {
        await once(this.#progress, 'progress', { signal });
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      }
    }
    return true;
  }

  async #record(): Promise<void> {
    const reader = this.#reader;
    try {
      for (let next = await reader.next(); !next.done; next = await reader.next())
        this.#take(this.#utf8.decode(next.value, { stream: true }));
    } catch (error) {
      // The log port is a witness: that it went away is part of its record and stops nobody.
      this.#take(`\n[${error instanceof Error ? error.message : String(error)}]\n`);
    }
  }

  #take(text: string): void {
    this.#text += text;
    // Seen on v3.4.0.0: CR CR LF after the application's own lines.
    const lines = (this.#pending + text).split('\n');
    this.#pending = lines.pop() ?? '';
    for (const line of lines) {
      const bare = line.replace(COLOURS, '').replace(/\r+$/, '');
      if (bare !== '') this.#events.push(readLogLine(bare));
    }
    this.#progress.emit('progress');
  }
}
