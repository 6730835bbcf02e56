import { command, number, query, set, text } from './command.ts';
import { integer, quoted, quotedInteger } from './fields.ts';
import { many, one, record } from './replies.ts';

/** 14 s until a name fails, 10 s for each packet of a handshake, and 5 s from the failure to ERROR. */
const CONNECT_MS = 60_000;

/** The firmware waits for an acknowledgement without limit; the harness does not. */
const ACKNOWLEDGED_MS = 30_000;

/** Connect, or ask for the state: 0 none, 1 user set, 2 session set, 3 lost, 4 connected, 5 and 6 without and with topics. */
export const mqttConnect = command(
  'AT+MQTTCONN',
  {
    query: query(
      one(
        record('+MQTTCONN', {
          link: integer,
          state: integer,
          scheme: integer,
          host: quoted,
          port: quotedInteger,
          path: quoted,
          reconnect: integer,
        }),
      ),
    ),
    set: set(
      { link: number, host: text, port: number, reconnect: number },
      { withinMs: CONNECT_MS },
    ),
  },
  { since: '2.1' },
);

/** Publish what fits into the command line. */
export const mqttPublish = command(
  'AT+MQTTPUB',
  {
    set: set(
      { link: number, topic: text, data: text, qos: number, retain: number },
      { withinMs: ACKNOWLEDGED_MS },
    ),
  },
  { since: '2.1' },
);

/** Publish raw bytes of any length. */
export const mqttPublishRaw = command(
  'AT+MQTTPUBRAW',
  {
    set: set(
      { link: number, topic: text, length: number, qos: number, retain: number },
      { course: 'ok-prompt-publish', withinMs: ACKNOWLEDGED_MS },
    ),
  },
  { since: '2.1' },
);

/** Subscribe, or list the topics. OK says nothing about the broker's consent before 5.0. */
export const mqttSubscribe = command(
  'AT+MQTTSUB',
  {
    query: query(
      many(record('+MQTTSUB', { link: integer, state: integer, topic: quoted, qos: integer })),
    ),
    set: set({ link: number, topic: text, qos: number }, { withinMs: ACKNOWLEDGED_MS }),
  },
  { since: '2.1' },
);

/** Unsubscribe; also OK for a topic that was never subscribed. */
export const mqttUnsubscribe = command(
  'AT+MQTTUNSUB',
  {
    set: set({ link: number, topic: text }, { withinMs: ACKNOWLEDGED_MS }),
  },
  { since: '2.1' },
);

/** Disconnect and forget the configuration. After a lost link it waits for the client's 5 s step. */
export const mqttClean = command(
  'AT+MQTTCLEAN',
  {
    set: set({ link: number }, { withinMs: 20_000 }),
  },
  { since: '2.1' },
);
