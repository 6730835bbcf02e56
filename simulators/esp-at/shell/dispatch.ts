import type { Operation, Spelling } from '../../../harness/at/commands/command.ts';
import { commands } from '../../../harness/at/commands/index.ts';
import type { Behaviour } from '../behaviours/behaviour.ts';
import { behaviours } from '../behaviours/behaviours.ts';
import type { Firmware } from '../firmware.ts';
import { Arguments } from './arguments.ts';
import type { CommandLine } from './command-line.ts';
import { CODES, Refusal } from './refusal.ts';

/** An operation of the command table with the answer that this modem has for it. */
export interface Entry {
  readonly operation: Operation;
  readonly behaviour: Behaviour<unknown>;
}

const allEntries = (): Entry[] =>
  Object.entries(commands).flatMap(([command, operations]) => {
    const answers = behaviours[command as keyof typeof commands] as unknown as Readonly<
      Record<string, Behaviour<unknown>>
    >;
    return Object.entries(operations as Readonly<Record<string, Operation>>).map(
      ([name, operation]) => ({ operation, behaviour: answers[name] as Behaviour<unknown> }),
    );
  });

const key = (name: string, spelling: Spelling): string => `${spelling} ${name}`;

let byLine: Map<string, Entry[]> | undefined;

const entriesFor = (name: string, spelling: Spelling): readonly Entry[] => {
  if (!byLine) {
    byLine = new Map();
    for (const entry of allEntries()) {
      const line = key(entry.operation.command, entry.operation.spelling);
      byLine.set(line, [...(byLine.get(line) ?? []), entry]);
    }
  }
  return byLine.get(key(name, spelling)) ?? [];
};

/** Does the line name this operation of the command, by the number that stands for it among the parameters? */
const isMeant = ({ operation }: Entry, args: Arguments): boolean => {
  const params = Object.values(operation.params);
  const index = params.findIndex(({ need }) => need === 'constant');
  return index >= 0 && args.number(index) === params[index]?.value;
};

/**
 * Finds what answers a command line.
 * @throws Refusal with a code for an unknown name; without one for a form that the command does not have
 */
export const findEntry = (
  { profile }: Firmware,
  { name, spelling, tokens }: CommandLine,
): Entry => {
  const forms = profile.commands.get(name);
  if (!forms) throw new Refusal(CODES.unknownCommand);
  if (spelling === 'test' || !forms.includes(spelling)) throw new Refusal();
  if (spelling === 'set' && tokens.length === 0) throw new Refusal();
  const entries = entriesFor(name, spelling);
  // Listed by the release, and not simulated.
  if (entries.length === 0) throw new Refusal();
  const [only] = entries;
  if (only && entries.length === 1) return only;
  const args = new Arguments(tokens);
  const meant = entries.find((entry) => isMeant(entry, args));
  if (!meant) throw new Refusal();
  return meant;
};
