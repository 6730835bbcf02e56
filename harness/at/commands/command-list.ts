import { command, query } from './command.ts';
import { integer, quoted } from './fields.ts';
import { many, record } from './replies.ts';

/** Which commands has this firmware, and in which forms (1: yes)? */
export const commandList = command(
  'AT+CMD',
  {
    query: query(
      many(
        record('+CMD', {
          index: integer,
          name: quoted,
          test: integer,
          query: integer,
          set: integer,
          execute: integer,
        }),
      ),
      { withinMs: 5_000 },
    ),
  },
  { since: '2.2' },
);
