import { command, query } from './command.ts';
import { hexadecimal, quoted } from './fields.ts';
import { one, record } from './replies.ts';

/** Which application runs and which stands beside it, by their addresses in flash; asked for, from 4.1 on. */
export const rollback = command(
  'AT+SYSROLLBACK',
  {
    query: query(
      one(
        record('+SYSROLLBACK', {
          address: hexadecimal,
          version: quoted,
          otherAddress: hexadecimal,
          otherVersion: quoted,
        }),
      ),
    ),
  },
  { since: '4.1' },
);
