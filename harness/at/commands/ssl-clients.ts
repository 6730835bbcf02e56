import { command, leading, number, optional, query, set, text } from './command.ts';
import { bare, integer } from './fields.ts';
import { type Answer, ifPresent, many, type Reply, record } from './replies.ts';

/** What the board has not found in its flash; it says so, and OK all the same. */
export type MissingCredential = 'CERT' | 'PRVT_KEY' | 'CA';

const MISSING = /^NO (CERT|PRVT_KEY|CA) FOUND$/;

const textOf = (answer: Answer): string => (answer.kind === 'line' ? answer.text : '');

const warnings: Reply<readonly MissingCredential[]> = {
  expected: 'which credentials are missing',
  owns: (answer) => MISSING.test(textOf(answer)),
  decode: (answers) =>
    answers.map((answer) => MISSING.exec(textOf(answer))?.[1] as MissingCredential),
  encode: (missing) => missing.map((what) => ({ kind: 'line', text: `NO ${what} FOUND` })),
};

/**
 * How a link of the type `SSL` proves who it is and whom it believes: 0 neither, 1 shows a certificate, 2 verifies the
 * server, 3 both; with which of the stored certificates, and which of the authorities. Link 5 stands for all.
 */
export const sslClient = command('AT+CIPSSLCCONF', {
  query: query(
    many(
      record('+CIPSSLCCONF', {
        link: integer,
        authentication: integer,
        certificate: integer,
        authority: integer,
      }),
    ),
  ),
  set: set(
    {
      link: leading(number),
      authentication: number,
      certificate: optional(number),
      authority: optional(number),
    },
    { reply: warnings },
  ),
});

const since = { since: '2.1' };

/** The name that the server's certificate must be issued for; goes before that of `AT+CIPSSLCSNI`. */
export const sslCommonName = command(
  'AT+CIPSSLCCN',
  {
    query: query(many(record('+CIPSSLCCN', { link: integer, name: bare }))),
    set: set({ link: leading(number), name: text }),
  },
  since,
);

/** The server's name as the board tells it in its hello. */
export const sslServerName = command(
  'AT+CIPSSLCSNI',
  {
    query: query(many(record('+CIPSSLCSNI', { link: integer, name: bare }))),
    set: set({ link: leading(number), name: text }),
  },
  since,
);

/** The application protocols that the board offers, none to three. */
export const sslProtocols = command(
  'AT+CIPSSLCALPN',
  {
    query: query(
      many(
        record('+CIPSSLCALPN', {
          link: integer,
          protocol1: ifPresent(bare),
          protocol2: ifPresent(bare),
          protocol3: ifPresent(bare),
        }),
      ),
    ),
    set: set({
      link: leading(number),
      count: number,
      protocol1: optional(text),
      protocol2: optional(text),
      protocol3: optional(text),
    }),
  },
  since,
);
