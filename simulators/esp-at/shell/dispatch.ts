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

const constantOf = ({ operation }: Entry): number | undefined => {
  const [first] = Object.values(operation.params);
  return first?.need === 'constant' ? (first.value as number) : undefined;
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
  const operation = new Arguments(tokens).number(0);
  const meant = entries.find((entry) => constantOf(entry) === operation);
  if (!meant) throw new Refusal();
  return meant;
};
