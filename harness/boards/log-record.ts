import { EventEmitter, once } from 'node:events';
import { AtTimeout } from '../at/errors.ts';
import type { Port } from '../ports/port.ts';
import { type LogEvent, readLogLine } from './log-grammar.ts';

/** Colours of the bootloader's lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const COLOURS = /\x1b\[[\d;]*m/g;

type Kind = LogEvent['kind'];
type Of<K extends Kind> = Extract<LogEvent, { kind: K }>;

/** Everything that a board says on its log port, from the first byte on. */
export class LogRecord {
  readonly #events: LogEvent[] = [];
  readonly #progress = new EventEmitter<{ progress: [] }>();
  readonly #utf8 = new TextDecoder();
  #text = '';
  #pending = '';

  constructor(port: Port) {
    this.#progress.setMaxListeners(0);
    void this.#record(port);
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
    const signal = AbortSignal.timeout(withinMs);
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

  async #record(port: Port): Promise<void> {
    try {
      for await (const chunk of port.incoming)
        this.#take(this.#utf8.decode(chunk, { stream: true }));
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
