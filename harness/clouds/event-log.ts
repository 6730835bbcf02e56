import { EventEmitter } from 'node:events';
import type { CloudEvent, Draft, EventSource } from './events.ts';

/** How much of the record is kept. */
export interface RecordLimits {
  readonly maxEvents: number;
  /** Of the messages in it. */
  readonly maxBytes: number;
}

const RECORD: RecordLimits = { maxEvents: 100_000, maxBytes: 64 * 1024 * 1024 };

/**
 * A cloud's record: every event in the one order in which they happened. It keeps far more than a lab run has; of
 * a record that grows beyond its limits the oldest quarter goes at a time, and the number of what is gone stays.
 */
export class EventLog implements EventSource {
  readonly #limits: RecordLimits;
  readonly #events: CloudEvent[] = [];
  #bytes = 0;
  #dropped = 0;
  readonly #news = new EventEmitter<{ event: [CloudEvent] }>().setMaxListeners(0);

  constructor(limits: Partial<RecordLimits> = {}) {
    this.#limits = { ...RECORD, ...limits };
  }

  get events(): readonly CloudEvent[] {
    return this.#events;
  }

  get dropped(): number {
    return this.#dropped;
  }

  onEvent(listener: (event: CloudEvent) => void): () => void {
    this.#news.on('event', listener);
    return () => this.#news.off('event', listener);
  }

  append(draft: Draft): void {
    const sequence = this.#dropped + this.#events.length + 1;
    const event: CloudEvent = { at: Date.now(), sequence, ...draft };
    this.#events.push(event);
    this.#bytes += bytesOf(event);
    while (this.#isTooMuch()) this.#dropOldest();
    this.#news.emit('event', event);
  }

  /** The newest event stays, however large it is. */
  #isTooMuch(): boolean {
    const { maxEvents, maxBytes } = this.#limits;
    return this.#events.length > 1 && (this.#events.length > maxEvents || this.#bytes > maxBytes);
  }

  #dropOldest(): void {
    const count = Math.ceil(this.#events.length / 4);
    for (const event of this.#events.splice(0, count)) this.#bytes -= bytesOf(event);
    this.#dropped += count;
  }
}

const bytesOf = (event: CloudEvent): number => ('payload' in event ? event.payload.length : 0);
