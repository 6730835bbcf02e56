import { command, execute } from './command.ts';

/** Starts the firmware anew: OK, then the boot, which ends in `ready`. */
export const restart = command('AT+RST', { execute: execute() });

/** Forgets all settings, then starts anew. Credentials stay. */
export const restore = command('AT+RESTORE', { execute: execute({ withinMs: 10_000 }) });
