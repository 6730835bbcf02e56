import { Command, CommanderError } from 'commander';
import { BadInput, BenchError } from '../../errors/bench-error.ts';
import { ignoreDeafReader } from '../bench/deaf-reader.ts';
import { readEnvironment } from '../bench/environment.ts';
import { harnessVersion } from './version.ts';

/** Each brings many modules along, which take their time to load: only the one that is meant is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).runCommand(),
  simulate: async () => (await import('./simulate.ts')).simulateCommand(),
  cloud: async () => (await import('./cloud.ts')).cloudCommand(),
  policy: async () => (await import('./policy.ts')).policyCommand(),
};

const load = (word: string | undefined): Promise<Command[]> => {
  const meant = word === undefined ? undefined : COMMANDS[word];
  return Promise.all((meant ? [meant] : Object.values(COMMANDS)).map((command) => command()));
};

/** 0 done, 1 a spec or check failed, 2 bad input or set-up. */
const BAD_INPUT = 2;

type Write = (text: string) => void;

const report = (error: unknown, complain: Write): number => {
  // Its own sentence is out already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
  const isSentence = error instanceof BenchError && !readsTraces();
  if (isSentence) complain(`esp-at-bench: ${error.message}\n`);
  else complain(`${error instanceof Error ? error.stack : String(error)}\n`);
  return error instanceof BadInput ? BAD_INPUT : 1;
};

const readsTraces = (): boolean => {
  try {
    return readEnvironment().ESP_AT_BENCH_TRACE !== undefined;
  } catch {
    return false;
  }
};

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

const withAllBelow = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap((below) => withAllBelow(below)),
];

/** Commander's `error: unknown option '--jsn'`, with its guess on a line of its own, as every other refusal looks. */
const inOneSentence =
  (command: Command) =>
  (text: string, write: Write): void => {
    const what = text
      .replace(/^error: /, '')
      .trim()
      .replaceAll('\n', ' ')
      .replace(/\.$/, '');
    write(`esp-at-bench: ${what}; ${pathOf(command)} --help tells what there is\n`);
  };

/**
 * Does what a command line says. Gives the exit code where the command has not set one itself.
 * @param complain where sentences about what is wrong go
 */
export const perform = async (
  argv: readonly string[],
  complain: Write,
): Promise<number | undefined> => {
  const program = new Command('esp-at-bench')
    .description('Puts credentials into ESP-AT boards, connects them to a cloud, and proves it')
    .version(harnessVersion());
  for (const command of await load(argv[0])) program.addCommand(command);
  for (const command of withAllBelow(program)) {
    command
      .exitOverride()
      .configureOutput({ writeErr: complain, outputError: inOneSentence(command) });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return undefined;
  } catch (error) {
    return report(error, complain);
  }
};

/** The command line. Sets the exit code; never calls `process.exit`. */
export const main = async (argv: readonly string[]): Promise<void> => {
  ignoreDeafReader();
  const code = await perform(argv.slice(2), (text) => void process.stderr.write(text));
  if (code !== undefined) process.exitCode = code;
};
