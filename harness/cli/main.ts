import { Command } from 'commander';
import { ignoreDeafReader } from '../bench/suites/deaf-reader.ts';
import { exitCodeFor, refuseInSentences, type Write } from './refusal.ts';
import { harnessVersion } from './version.ts';

/** Each brings many modules along, which take their time to load: only the one that is meant is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run/run.ts')).runCommand(),
  diagnose: async () => (await import('./diagnose.ts')).diagnoseCommand(),
  simulate: async () => (await import('./simulate/simulate.ts')).simulateCommand(),
  cloud: async () => (await import('./cloud/cloud.ts')).cloudCommand(),
  policy: async () => (await import('./cloud/policy.ts')).policyCommand(),
  credentials: async () => (await import('./files/credentials.ts')).credentialsCommand(),
  image: async () => (await import('./files/image.ts')).imageCommand(),
  flash: async () => (await import('./flash/flash.ts')).flashCommand(),
  pki: async () => (await import('./files/pki.ts')).pkiCommand(),
  nvs: async () => (await import('./files/nvs.ts')).nvsCommand(),
};

const load = (word: string | undefined): Promise<Command[]> => {
  const meant = word !== undefined && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  return Promise.all((meant ? [meant] : Object.values(COMMANDS)).map((command) => command()));
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
  refuseInSentences(program, complain);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return undefined;
  } catch (error) {
    return exitCodeFor(error, complain);
  }
};

/** The command line. Sets the exit code; never calls `process.exit`. */
export const main = async (argv: readonly string[]): Promise<void> => {
  ignoreDeafReader();
  const code = await perform(argv.slice(2), (text) => void process.stderr.write(text));
  if (code !== undefined) process.exitCode = code;
};
