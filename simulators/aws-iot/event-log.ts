import { EventEmitter } from 'node:events';
import type { CloudEvent, Draft, EventSource } from '../../harness/clouds/events.ts';

/** The stand-in's record: it keeps every event from the first on, in the one order in which they happened. */
export class EventLog implements EventSource {
  readonly #events: CloudEvent[] = [];
  readonly #news = new EventEmitter<{ event: [CloudEvent] }>().setMaxListeners(0);

  get events(): readonly CloudEvent[] {
    return this.#events;
  }

  onEvent(listener: (event: CloudEvent) => void): () => void {
    this.#news.on('event', listener);
    return () => this.#news.off('event', listener);
  }

  append(draft: Draft): void {
    const event: CloudEvent = { at: Date.now(), sequence: this.#events.length + 1, ...draft };
    this.#events.push(event);
    this.#news.emit('event', event);
  }
}
