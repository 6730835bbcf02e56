import { Command, CommanderError } from 'commander';
import { BadInput, BenchError } from '../../errors/bench-error.ts';
import { ignoreDeafReader } from '../bench/deaf-reader.ts';
import { cloudCommand } from './cloud.ts';
import { runCommand } from './run.ts';
import { simulateCommand } from './simulate.ts';
import { harnessVersion } from './version.ts';

/** 0 done, 1 a spec or check failed, 2 bad input or set-up. */
const BAD_INPUT = 2;

const report = (error: unknown): void => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
    return;
  }
  const isOurs = error instanceof BenchError;
  process.exitCode = error instanceof BadInput ? BAD_INPUT : 1;
  if (isOurs && process.env.ESP_AT_BENCH_TRACE === undefined) {
    process.stderr.write(`esp-at-bench: ${error.message}\n`);
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
};

/** Commander's `error: unknown option '--jsn'`, with its guess on a line of its own, as every other refusal looks. */
const inOneSentence =
  (command: Command) =>
  (text: string, write: (text: string) => void): void => {
    const what = text
      .replace(/^error: /, '')
      .trim()
      .replaceAll('\n', ' ')
      .replace(/\.$/, '');
    const path = command.parent ? `${command.parent.name()} ${command.name()}` : command.name();
    write(`esp-at-bench: ${what}; ${path} --help tells what there is\n`);
  };

/** The command line. Sets the exit code; never calls `process.exit`. */
export const main = async (argv: readonly string[]): Promise<void> => {
  const program = new Command('esp-at-bench')
    .description('Puts credentials into ESP-AT boards, connects them to a cloud, and proves it')
    .version(harnessVersion())
    .addCommand(runCommand())
    .addCommand(simulateCommand())
    .addCommand(cloudCommand());
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ outputError: inOneSentence(command) });
  }
  ignoreDeafReader();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    report(error);
  }
};
