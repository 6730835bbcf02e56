import { command, execute, number, set } from './command.ts';

/**
 * Starts the firmware anew: OK, then the boot, which ends in `ready`. Newer chips than the ESP32 can be told where to: 0 is
 * the firmware, 1 the loader of the ROM, which waits on the log port for a download.
 */
export const restart = command('AT+RST', {
  execute: execute(),
  set: set({ into: number }),
});

/** Forgets all settings, then starts anew. Credentials stay. */
export const restore = command('AT+RESTORE', { execute: execute({ withinMs: 10_000 }) });
