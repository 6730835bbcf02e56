import { type Command, CommanderError } from 'commander';
import { printable } from '../../certs/printable.ts';
import { BadInput, BenchError } from '../../errors/bench-error.ts';
import { readEnvironment } from '../bench/environment.ts';
import { stopBehind } from './stop-signals.ts';

/** 0 done, 1 a spec or check failed, 2 bad input or set-up, 130 stopped by Ctrl-C. */
const BAD_INPUT = 2;

/** Where complaints go. */
export type Write = (text: string) => void;

/** Says what ended a command, as one sentence where that is enough; gives the exit code. */
export const exitCodeFor = (error: unknown, complain: Write): number => {
  // Its own sentence is out already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
  const isSentence = error instanceof BenchError && !readsTraces();
  if (isSentence) complain(`esp-at-bench: ${spelt(error.message)}\n`);
  else complain(`${error instanceof Error ? error.stack : String(error)}\n`);
  return stopBehind(error)?.exitCode ?? (error instanceof BadInput ? BAD_INPUT : 1);
};

/** Sentences name files and quote boards, and a terminal obeys what those hold. */
const spelt = (message: string): string => message.split('\n').map(printable).join('\n');

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

/** Lets a command, and those below it, throw what ends them, once they have said it in one sentence. */
export const refuseInSentences = (program: Command, complain: Write): void => {
  for (const command of withAllBelow(program)) {
    command
      .exitOverride()
      .configureOutput({ writeErr: complain, outputError: inOneSentence(command) });
  }
};
