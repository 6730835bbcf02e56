import type { Command } from 'commander';
import { ignoreDeafReader } from '../../bench/suites/deaf-reader.ts';
import { exitCodeFor, refuseInSentences } from '../refusal.ts';

/** Runs a command that is a script of package.json by itself, and refuses as `esp-at-bench` does. Sets the exit code. */
export const runScript = async (command: Command): Promise<void> => {
  const complain = (text: string): void => void process.stderr.write(text);
  ignoreDeafReader();
  refuseInSentences(command, complain);
  try {
    await command.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeFor(error, complain);
  }
};
