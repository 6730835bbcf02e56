import { command, execute, leading, number, optional, query, set, text } from './command.ts';
import { integerOrNothing } from './fields.ts';
import { type Answer, one, type Reply, record } from './replies.ts';

/** DNS 14 s, the connection 15 s, and each step of a TLS handshake 10 s. */
const OPEN_MS = 60_000;
/** A peer that does not read holds it up. */
const SEND_MS = 15_000;

/**
 * A connection to a host: `TCP`, `SSL` or `UDP`, which has other parameters behind the port. With `AT+CIPMUX=1` it is
 * given a number from 0 to 4.
 */
export const openLink = command('AT+CIPSTART', {
  set: set(
    {
      link: leading(number),
      type: text,
      host: text,
      port: number,
      keepAliveSeconds: optional(number),
      localAddress: optional(text),
    },
    { withinMs: OPEN_MS },
  ),
});

/** Closes the only link, or with `AT+CIPMUX=1` the one of a number; 5 stands for all. */
export const closeLink = command('AT+CIPCLOSE', {
  execute: execute(),
  set: set({ link: number }),
});

/** `Recv <n> bytes` says that the data are complete; how the sending went is said behind it. */
const received: Reply<void> = {
  expected: 'that the data were taken',
  owns: (answer: Answer) => answer.kind === 'line' && /^Recv \d+ bytes$/.test(answer.text),
  decode: () => undefined,
  encode: () => [],
};

/** Sends so many bytes over a link. `SEND OK`: the board's network stack has them, not yet the peer. */
export const sendOverLink = command('AT+CIPSEND', {
  set: set(
    { link: leading(number), length: number },
    { course: 'ok-prompt-send', withinMs: SEND_MS, reply: received },
  ),
  /** With `AT+CIPMODE=1`: the data go through as they come, and what the peer says comes back bare. */
  passThrough: execute({ course: 'passthrough' }),
});

interface Fetched {
  readonly bytes: Uint8Array;
  /** As `"10.0.2.2",80`; null unless `AT+CIPDINFO=1`. */
  readonly from: string | null;
}

const FETCHED = /^\+CIPRECVDATA:\d+,(?:(".*",\d+),)?$/;

const fetched: Reply<Fetched> = {
  expected: '+CIPRECVDATA with its bytes',
  owns: (answer) => answer.kind === 'data' && FETCHED.test(answer.head),
  decode: ([first]) => {
    if (first?.kind !== 'data') throw new RangeError('expected +CIPRECVDATA with its bytes');
    return { bytes: first.bytes, from: FETCHED.exec(first.head)?.[1] ?? null };
  },
  encode: ({ bytes, from }) => {
    const head = `+CIPRECVDATA:${bytes.length},${from === null ? '' : `${from},`}`;
    return [{ kind: 'data', head, bytes }];
  },
};

/**
 * Fetches what a link has received and kept (`AT+CIPRECVMODE=1`), as much as is there. A client asks without
 * `AT+CIPDINFO=1`: it could not tell an address in front of the bytes from their beginning.
 */
export const fetchReceived = command('AT+CIPRECVDATA', {
  set: set({ link: leading(number), length: number }, { reply: fetched }),
});

/** How many bytes each of the five links has kept; null where there is no link. */
export const receivedLengths = command('AT+CIPRECVLEN', {
  query: query(
    one(
      record('+CIPRECVLEN', {
        link0: integerOrNothing,
        link1: integerOrNothing,
        link2: integerOrNothing,
        link3: integerOrNothing,
        link4: integerOrNothing,
      }),
    ),
  ),
});
