import type { Colour } from '../../errors/bench-error.ts';
import { waitPatiently } from '../ports/patience.ts';
import { CloudSilent } from './cloud-silent.ts';
import { describePattern, type EventPattern, matchesPattern } from './event-pattern.ts';
import type { CloudEvent, EventOf, EventSource } from './events.ts';

/** How long to wait for an event, and from where in the record on. */
export interface Expectation {
  /** A position noted before acting, so that nothing is missed. Default: the beginning of the record. */
  readonly from?: number;
  readonly withinMs: number;
  /** Whose fault it is if the event does not come. */
  readonly colour?: Colour;
  /** Gives the wait up, with the signal's reason as the error's cause. */
  readonly signal?: AbortSignal;
}

/** Where the record stands now: the number of all events that there ever were. */
export const positionOf = ({ events, dropped }: EventSource): number => dropped + events.length;

/** What is kept of the events from a position on. */
export const since = ({ events, dropped }: EventSource, from: number): readonly CloudEvent[] =>
  events.slice(Math.max(0, from - dropped));

/** The first event from a position on, past or to come, that fits. Throws CloudSilent. */
export const expectEvent = <K extends CloudEvent['kind']>(
  source: EventSource,
  pattern: EventPattern<K>,
  { from = 0, withinMs, colour, signal }: Expectation,
): Promise<EventOf<K>> =>
  new Promise((resolve, reject) => {
    for (const event of since(source, from)) {
      if (matchesPattern(event, pattern)) {
        resolve(event);
        return;
      }
    }
    const stop = () => {
      forget();
      stopWaiting();
      signal?.removeEventListener('abort', giveUp);
    };
    const giveUp = () => {
      stop();
      const why = signal?.aborted ? { cause: signal.reason } : {};
      const whose = colour === undefined ? {} : { colour };
      const waitingFor = describePattern(pattern);
      reject(new CloudSilent(waitingFor, withinMs, since(source, from), { ...whose, ...why }));
    };
    const forget = source.onEvent((event) => {
      if (!matchesPattern(event, pattern)) return;
      stop();
      resolve(event);
    });
    const stopWaiting = waitPatiently(withinMs, giveUp);
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
  });

/** Events from a position on, past and to come, until the signal aborts. */
export async function* eventsFrom(
  source: EventSource,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<CloudEvent> {
  let wake = () => {};
  const forget = source.onEvent(() => wake());
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    for (let position = from; !signal.aborted; ) {
      const event = source.events[Math.max(0, position - source.dropped)];
      if (event) {
        position = event.sequence;
        yield event;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    forget();
    signal.removeEventListener('abort', onAbort);
  }
}
