import { command, execute } from './command.ts';

/** Stops the echo of command lines; this line itself is still echoed. */
export const echoOff = command('ATE0', { execute: execute() });

/** Starts the echo again. It is on after every boot. */
export const echoOn = command('ATE1', { execute: execute() });
