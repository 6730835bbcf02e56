import type { CloudEvent } from '../events.ts';
import type { Seen } from './judgement.ts';

const MS = 1000;

/** From the first thing that was seen of a connection to its end; the connections of the cloud's own doing are none. */
interface Call {
  readonly begins: number;
  readonly ends: number | undefined;
}

const isEnd = ({ kind }: CloudEvent): boolean => kind === 'disconnect' || kind === 'tls-refused';

const callsIn = (events: readonly CloudEvent[]): readonly Call[] => {
  const calls = new Map<number, Call>();
  for (const event of events.filter(({ connection }) => connection > 0)) {
    const { begins = event.at } = calls.get(event.connection) ?? {};
    const ends = isEnd(event) ? event.at : calls.get(event.connection)?.ends;
    calls.set(event.connection, { begins, ends });
  }
  return [...calls.values()];
};

/**
 * How long a device waited each time from the end of a connection, whoever ended it, to the next one: in seconds of its
 * own time. What the network and the handshake take is in it, and counts so many times as the device's time is faster.
 */
export const delaysIn = ({ events, pace }: Seen): readonly number[] => {
  const calls = callsIn(events);
  return calls.flatMap(({ ends }, i) => {
    const next = calls[i + 1];
    return ends === undefined || next === undefined ? [] : [((next.begins - ends) * pace) / MS];
  });
};

/** `10.4, 15.2 and 10.3 s` */
export const describeDelays = (delays: readonly number[]): string => {
  const words = delays.map((delay) => delay.toFixed(1));
  const last = words.pop() ?? 'none';
  return words.length === 0 ? `${last} s` : `${words.join(', ')} and ${last} s`;
};
