import { command, execute } from './command.ts';

/** Is anybody there? */
export const attention = command('AT', { test: execute() });
