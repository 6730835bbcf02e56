import { command, execute, number, query, set } from './command.ts';
import { integer, quoted, truth } from './fields.ts';
import { type Answer, many, one, type Reply, record } from './replies.ts';

const link = {
  link: integer,
  type: quoted,
  address: quoted,
  port: integer,
  localPort: integer,
  /** 0: the board is the client, 1: the server. */
  side: integer,
};

const STATUS = record('STATUS', { status: integer });
const LINK = record('+CIPSTATUS', link);

const isLine = (answer: Answer, prefix: string): boolean =>
  answer.kind === 'line' && answer.text.startsWith(`${prefix}:`);

/** A `STATUS` line, and behind it a line for each link. */
const statusReply: Reply<{
  readonly status: number;
  readonly links: readonly ReturnType<typeof LINK.read>[];
}> = {
  expected: 'a STATUS line',
  owns: (answer) => isLine(answer, STATUS.prefix) || isLine(answer, LINK.prefix),
  decode: (answers) => {
    const [{ status }, ...links] = [
      one(STATUS).decode(answers.slice(0, 1)),
      ...many(LINK).decode(answers.slice(1)),
    ] as const;
    return { status, links };
  },
  encode: ({ status, links }) => [
    ...one(STATUS).encode({ status }),
    ...many(LINK).encode([...links]),
  ],
};

/**
 * 1 never joined, 2 joined, 3 with links, 4 when they are closed again, 5 not joined any more. Later releases no longer
 * document it.
 */
export const linkStatus = command('AT+CIPSTATUS', { execute: execute({ reply: statusReply }) });

/** The links alone. */
export const linkState = command(
  'AT+CIPSTATE',
  { query: query(many(record('+CIPSTATE', link))) },
  { since: '2.4' },
);

/** Many links at a time, with a number each? Can be changed while there is none. */
export const linkNumbers = command('AT+CIPMUX', {
  query: query(one(record('+CIPMUX', { on: integer }))),
  set: set({ on: number }),
});

/** 1: what comes, and what the host sends after `AT+CIPSEND`, goes through as it is. */
export const passthrough = command('AT+CIPMODE', {
  query: query(one(record('+CIPMODE', { on: integer }))),
  set: set({ on: number }),
});

/** 1: received data waits until it is fetched. */
export const receiveMode = command('AT+CIPRECVMODE', {
  query: query(one(record('+CIPRECVMODE', { passive: integer }))),
  set: set({ passive: number }),
});

/** Do received data tell where they come from? */
export const receivedFrom = command('AT+CIPDINFO', {
  query: query(one(record('+CIPDINFO', { isTold: truth }))),
  set: set({ on: number }),
});
