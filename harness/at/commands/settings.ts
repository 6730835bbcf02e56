import { command, number, query, set } from './command.ts';
import { integer } from './fields.ts';
import { ifPresent, one, record } from './replies.ts';

/** Does ERROR tell its code? 1 puts a line `ERR CODE:0x...` before it. Off again after a restart. */
export const errorCodes = command('AT+SYSLOG', {
  query: query(one(record('+SYSLOG', { on: integer }))),
  set: set({ on: number }),
});

/** Are settings stored in flash? On again after a restart. */
export const storeSettings = command(
  'AT+SYSSTORE',
  {
    query: query(one(record('+SYSSTORE', { on: integer }))),
    set: set({ on: number }),
  },
  { since: '2.1' },
);

/** Free heap in bytes, now and at the lowest; the second is there from 2.2 on. */
export const freeMemory = command('AT+SYSRAM', {
  query: query(one(record('+SYSRAM', { free: integer, lowest: ifPresent(integer) }))),
  /** Of memory with these capabilities (a mask of ESP-IDF), from 4.1 on. */
  set: set(
    { capabilities: number },
    {
      reply: one(
        record('+SYSRAM', { largest: integer, free: integer, lowest: integer, total: integer }),
      ),
    },
  ),
});

/** The board's clock, in seconds since 1970. */
export const timestamp = command('AT+SYSTIMESTAMP', {
  query: query(one(record('+SYSTIMESTAMP', { seconds: integer }))),
  set: set({ seconds: number }),
});

/** 0 awake, 1 modem sleep, 2 light sleep, 3 modem sleep for the listen interval. */
export const sleepMode = command('AT+SLEEP', {
  query: query(one(record('+SLEEP', { mode: integer }))),
  set: set({ mode: number }),
});
