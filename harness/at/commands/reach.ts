import { command, number, optional, set, text } from './command.ts';
import { integer, quoted } from './fields.ts';
import { one, record } from './replies.ts';

/**
 * The address of a name. Without a DNS server that answers it takes 14 s to its ERROR, or from 4.1 on as long as it is
 * told.
 */
export const resolveName = command('AT+CIPDOMAIN', {
  set: set(
    { name: text, version: optional(number), timeoutMs: optional(number) },
    { reply: one(record('+CIPDOMAIN', { address: quoted })), withinMs: 30_000 },
  ),
});

/** Milliseconds to a host and back; `+PING:TIMEOUT` stands before the ERROR of one that is not there. */
export const ping = command('AT+PING', {
  set: set({ host: text }, { reply: one(record('+PING', { ms: integer })), withinMs: 30_000 }),
});
