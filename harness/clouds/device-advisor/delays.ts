import type { CloudEvent } from '../events.ts';
import type { Seen } from './judgement.ts';

const MS = 1000;

/** From the handshake of a connection to its end. */
interface Call {
  readonly begins: number;
  readonly ends: number | undefined;
}

/** The calls in their order. The end of a connection whose handshake was not seen belongs to what was before. */
const callsIn = (events: readonly CloudEvent[]): readonly Call[] => {
  const calls = new Map<number, Call>();
  for (const { kind, connection, at } of events) {
    const call = calls.get(connection);
    if (kind === 'tls-accepted') calls.set(connection, { begins: at, ends: undefined });
    if (kind === 'tls-refused') calls.set(connection, { begins: at, ends: at });
    if (kind === 'disconnect' && call) calls.set(connection, { ...call, ends: at });
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

/** `10.4, 15.2, 10.3 s`, and how much faster they passed. */
export const describeDelays = (delays: readonly number[], pace: number): string => {
  const told = `${delays.map((delay) => delay.toFixed(1)).join(', ')} s`;
  return pace === 1 ? told : `${told} at pace ${pace}`;
};
