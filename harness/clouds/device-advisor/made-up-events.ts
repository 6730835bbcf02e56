import type { CloudEvent, EventOf } from '../events.ts';
import type { Judge, Seen } from './judgement.ts';

/** For unit tests: an event of which only those facts matter that are given. */
export type MadeUp = { readonly kind: CloudEvent['kind']; readonly [fact: string]: unknown };

const DEFAULTS: { readonly [Kind in CloudEvent['kind']]?: object } = {
  'tls-accepted': { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256', hello: null },
  'tls-refused': { by: 'device', code: 'CONNECTION_CLOSED', alert: null, hello: null },
  connect: { cleanSession: true, outcome: { accepted: true, sessionPresent: false } },
  subscribe: { packetId: 1, filters: [{ filter: 'a/b', qos: 1 }] },
  publish: {
    topic: 'a/b',
    qos: 0,
    retain: false,
    dup: false,
    packetId: null,
    outcome: { accepted: true },
  },
  deliver: { topic: 'a/b', qos: 1, packetId: 7, payload: new Uint8Array(1) },
  puback: { packetId: 7 },
  interfered: { packet: 'connack', did: 'dropped' },
  disconnect: { reason: 'CONNECTION_LOST' },
} satisfies { [Kind in CloudEvent['kind']]?: Partial<EventOf<Kind>> | object };

/** Events in their order, a millisecond apart and of one connection where they do not say otherwise. */
export const madeUp = (...events: readonly MadeUp[]): readonly CloudEvent[] =>
  events.map(
    (event, i) =>
      ({
        at: i,
        sequence: i + 1,
        connection: 1,
        remote: '',
        clientId: 'device',
        ...DEFAULTS[event.kind],
        ...event,
      }) as unknown as CloudEvent,
  );

/** For unit tests: what a case is judged by. */
export const seenOf = (events: readonly MadeUp[], pace = 1): Seen => ({
  events: madeUp(...events),
  pace,
});

/** A row of a table of cases: what was seen, and the verdict on it. */
export type Row = readonly [what: string, judge: Judge, events: readonly MadeUp[], verdict: string];
