import { command, constant, number, query, set } from './command.ts';
import { integer, quoted } from './fields.ts';
import { many, one, record } from './replies.ts';

/** Which messages are printed: bit 0 leaving passthrough, bit 1 details of links, bit 2 changes of state in passthrough. */
export const systemMessages = command('AT+SYSMSG', {
  query: query(one(record('+SYSMSG', { mask: integer }))),
  set: set({ mask: number }),
});

/** Do the filters of `AT+SYSMSGFILTERCFG` cut messages? Off again after a restart. */
export const messageFilter = command(
  'AT+SYSMSGFILTER',
  {
    query: query(one(record('+SYSMSGFILTER', { on: integer }))),
    set: set({ on: number }),
  },
  { since: '3.2' },
);

const lengths = { headBytes: number, tailBytes: number };

/** What is cut out of messages: basic regular expressions for their beginning and end, given as data behind the prompt. */
export const messageFilters = command(
  'AT+SYSMSGFILTERCFG',
  {
    query: query(many(record('+SYSMSGFILTERCFG', { index: integer, head: quoted, tail: quoted }))),
    clear: set({ operation: constant(0) }),
    add: set({ operation: constant(1), ...lengths }, { course: 'ok-prompt' }),
    remove: set({ operation: constant(2), ...lengths }, { course: 'ok-prompt' }),
  },
  { since: '3.2' },
);
